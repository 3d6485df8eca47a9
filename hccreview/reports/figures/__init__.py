"""Charts drawn with matplotlib, without pyplot: plain chart data in, a Figure out."""
