"""Reading a file that somebody has sent: nothing in it is trusted, and it is read in a process of its own."""
