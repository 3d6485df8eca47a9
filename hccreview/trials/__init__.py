"""A trial as published: arms, criteria, regimen, outcomes, places in the source, flags."""
