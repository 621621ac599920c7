"""The commands, each imported only when it is called: a module parses, calls the library, and prints."""
