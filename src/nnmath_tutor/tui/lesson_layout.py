"""Where the panes of the lesson screen stand: on small, low, wide and tall screens."""

LAYOUT = """
LessonScreen { layout: vertical; }
LessonScreen #head { height: 1; padding: 0 1; background: $panel; }
LessonScreen #body {
    height: 1fr; layout: grid;
    grid-size: 2 2; grid-columns: 3fr 2fr; grid-rows: 1fr 3; grid-gutter: 0 1;
}
LessonScreen #left { column-span: 2; layout: vertical; }
LessonScreen #prose { height: auto; max-height: 7; padding: 0 1; }
LessonScreen #verse { height: auto; max-height: 2; padding: 0 1; }
LessonScreen #picture { height: 1fr; padding: 0 1; }
LessonScreen #code { column-span: 2; padding: 0 1; }
LessonScreen #measures { display: none; layout: horizontal; }
LessonScreen #beside { display: none; }
LessonScreen #notice { height: 1; display: none; padding: 0 1; }
LessonScreen #time { height: 1; padding: 0 1; background: $panel; }
LessonScreen.-no-verse #verse { display: none; }
LessonScreen.-notice #notice { display: block; }
LessonScreen.-plot #body { grid-rows: 1fr 6; }
LessonScreen.-plot #code { column-span: 1; padding: 0 0 0 1; }
LessonScreen.-plot #measures { display: block; }

LessonScreen.-tiny #prose { max-height: 3; }
LessonScreen.-tiny #verse { display: none; }
LessonScreen.-tiny #body { grid-rows: 1fr 2; }

LessonScreen.-tall #body { grid-rows: 1fr 8; }
LessonScreen.-tall.-plot #body { grid-rows: 1fr 12; }
LessonScreen.-tall #prose { max-height: 12; margin: 1 0; }
LessonScreen.-tall #verse { max-height: 4; margin: 0 0 1 0; }

LessonScreen.-wide #body { grid-rows: 1fr 0; grid-columns: 3fr 2fr; }
LessonScreen.-wide #left { column-span: 1; }
LessonScreen.-wide #code { column-span: 1; row-span: 2; padding: 1 1 0 0; }
LessonScreen.-wide.-plot #body { grid-rows: 1fr 12; }
LessonScreen.-wide.-plot #measures { padding: 1 1 0 1; }
LessonScreen.-wide.-beside #beside { display: block; padding: 0 0 0 2; }

LessonScreen.-no-words #prose { display: none; }
LessonScreen.-no-words #verse { display: none; }

LessonScreen.-code #left { display: none; }
LessonScreen.-code #measures { display: none; }
LessonScreen.-code #code { column-span: 2; row-span: 2; }
"""
