"""The two-player game of 2014, as the window, the command line and the files know it."""
