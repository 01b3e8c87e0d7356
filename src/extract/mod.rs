//! The verb *extract*: a document with its entities gives facts.
