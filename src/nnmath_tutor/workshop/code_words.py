"""Words for codes: short, easily spelt, none that sounds like another."""

_WORDS = """
acorn amber anchor apple april arrow autumn badger bamboo banana basil beacon beaver birch
bottle branch bridge bronze bucket butter button cactus camel candle canoe carbon carpet castle
cedar cello cherry circle clover cobalt coffee comet copper coral cotton cradle cricket crystal
daisy dragon drum eagle echo elbow ember engine falcon feather fiddle finger flamingo forest
fossil galaxy garden ginger goblet granite guitar hammer harbor hazel helmet honey indigo island
ivory jacket jasmine jungle kettle kitten ladder lantern lemon lily lobster magnet mango maple
marble meadow melon mirror monkey mosaic needle nickel octopus olive orange orchid otter oyster
paddle panda paper parrot pebble pencil pepper pilot planet pocket prism pumpkin quartz rabbit
ribbon river rocket saddle salmon silver spider summer table tiger
"""
WORDS = tuple(_WORDS.split())
