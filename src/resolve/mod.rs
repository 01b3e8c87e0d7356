//! The verb *resolve*: mentions become entities.
