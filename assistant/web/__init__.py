"""Pages for people: plain HTML from templates, readable without JavaScript and on a telephone."""
