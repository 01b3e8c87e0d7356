//! The verb *export*: a graph becomes files.
