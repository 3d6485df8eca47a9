"""The schedule of a regimen, worked out for one patient: dates, hours, doses, what stays open."""
