"""What is known of a patient: the data dictionary, cases, scores and staging."""
