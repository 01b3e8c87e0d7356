//! Functions of dates, times and durations.

use super::Function;

pub(super) const TABLE: &[Function] = &[];
