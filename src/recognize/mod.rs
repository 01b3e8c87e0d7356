//! The verb *recognize*: a document's mentions are found.
