"""Charts and diagrams as lean SVG of our own: numbers, scales, bars, curves, drawn on a canvas in millimetres."""
