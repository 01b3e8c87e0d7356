//! Durations: months, days and seconds, which are not of one another's measure.

/// A length of time. Months have no fixed number of days, nor days of hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) seconds: i64,
    /// Of the second, from 0 to 999,999,999, whatever the sign of the seconds.
    pub(super) nanoseconds: i64,
}
