"""The presenter's console: who is here, and what the presenter does with all of them."""
