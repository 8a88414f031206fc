"""Colours that people with any colour vision can tell apart (Okabe and Ito, darkened to 3:1 on white where they draw a line).

Nothing is told by colour alone: series have names, shapes or dashes, cells have numbers.
"""

from __future__ import annotations

BLUE = "#0062ba"
ORANGE = "#c25400"
GREEN = "#00795a"
PURPLE = "#a2497d"
SKY = "#2b8cc4"
GREY = "#5b6570"
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, GREY)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKS = ("circle", "square", "diamond", "triangle-up", "x", "cross")

INK = "#292c30"
GRID = "#e3e6e9"

KEPT = "#2f74bf"
LATE = "#f0b46c"
OVERDUE = "#b81a1a"
NOT_DOCUMENTED = "#b4bdc8"
LIGHT = "#fff"
