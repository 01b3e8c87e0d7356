//! Dates, times and durations, after the openCypher proposal CIP2015-08-06.
//!
//! The calendar is the proleptic Gregorian one, a day has 86,400 seconds and there are no leap
//! seconds. Days are counted here, because the language's years reach further than any library's;
//! the rules of named time zones come with the program, so that they are the same on any machine.
//! Nothing here reads a clock.

mod date;
mod duration;
mod zone;

pub use date::Date;
pub use duration::Duration;
pub use zone::Zone;

use std::sync::Arc;

/// Nanoseconds of a second, of a day.
const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400 * SECOND;
/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// A date, a time or a duration.
#[derive(Debug, Clone)]
pub enum Temporal {
    /// A day.
    Date(Date),
    /// A time of day, nobody says where.
    LocalTime(Time),
    /// A time of day with seconds east of Greenwich.
    Time(Time, i32),
    /// A day and a time, nobody says where.
    LocalDateTime(Date, Time),
    /// A day and a time somewhere: an instant.
    DateTime(Arc<DateTime>),
    /// A length of time.
    Duration(Arc<Duration>),
}

/// A time of day: nanoseconds since midnight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// A day and a time in a zone.
#[derive(Debug, Clone)]
pub struct DateTime {
    date: Date,
    time: Time,
    /// Seconds east of Greenwich, at that instant.
    offset: i32,
    zone: Zone,
}

/// A point on the line of time: what a clock gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Seconds since 1970 began in Greenwich.
    pub seconds: i64,
    /// Nanoseconds of the second, below 1,000,000,000.
    pub nanoseconds: u32,
}

impl Temporal {
    /// The name of its type, as messages and `valueType` say it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Temporal::Date(_) => "DATE",
            Temporal::LocalTime(_) => "LOCAL TIME",
            Temporal::Time(..) => "ZONED TIME",
            Temporal::LocalDateTime(..) => "LOCAL DATETIME",
            Temporal::DateTime(_) => "ZONED DATETIME",
            Temporal::Duration(_) => "DURATION",
        }
    }
}

impl std::fmt::Display for Temporal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.type_name())
    }
}
