//! The command line: what was typed becomes calls of the library, and results are printed.
