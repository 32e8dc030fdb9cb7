"""Many profiles in one file: what is selected, and the formats it is given away in."""
