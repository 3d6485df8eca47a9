"""The page of the tumour board: agenda, preparing, what is looked at, decision, follow-up."""
