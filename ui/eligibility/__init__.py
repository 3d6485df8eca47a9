"""The eligibility page: the matrix, its explanation, what to ask next."""
