"""The timeline's geometry: events in days -> places in millimetres. `builder.components.timeline` is its door."""
