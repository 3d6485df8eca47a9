"""The screen and the command line: values in, intents out."""
