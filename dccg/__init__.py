"""The program: command line, the one web application, settings, the sample meeting."""
