//! Dates, times and durations, after the openCypher proposal CIP2015-08-06.
//!
//! The calendar is the proleptic Gregorian one, a day has 86,400 seconds and there are no leap
//! seconds. Days are counted here, because the language's years reach further than any library's;
//! the rules of named time zones come with the program, so that they are the same on any machine.
//! Nothing here reads a clock.

mod arithmetic;
mod between;
mod build;
mod component;
mod date;
mod display;
mod duration;
mod parse;
#[cfg(test)]
mod tests;
mod truncate;
mod zone;

pub use between::{Unit, between};
pub use date::Date;
pub use duration::Duration;
pub use zone::Zone;

use super::error::{Class, QueryError, Result};
use std::cmp::Ordering;
use std::sync::Arc;

/// Nanoseconds of a second, of a day.
const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400 * SECOND;

/// A date, a time or a duration. Two are equal when all that they say is: the same instant in two
/// zones is two values, the one with the lesser offset first.
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

/// The types of a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
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

/// What a point in time says.
#[derive(Debug, Clone, Default)]
struct Parts {
    date: Option<Date>,
    time: Option<Time>,
    /// With the seconds east of Greenwich that hold then.
    zone: Option<(Zone, i32)>,
}

/// Something of which no date, time or duration can be made.
fn invalid(message: impl Into<String>) -> QueryError {
    QueryError::runtime(Class::ArgumentError, "InvalidArgumentValue", message)
}

/// A point in time beyond the first or the last year, or a duration of too many months.
fn too_far() -> QueryError {
    QueryError::runtime(
        Class::ArithmeticError,
        "NumberOutOfRange",
        "years from -999999999 to 999999999 and numbers of 64 bits expected",
    )
}

impl Kind {
    fn has_date(self) -> bool {
        matches!(self, Kind::Date | Kind::LocalDateTime | Kind::DateTime)
    }

    fn has_time(self) -> bool {
        self != Kind::Date
    }

    fn has_zone(self) -> bool {
        matches!(self, Kind::Time | Kind::DateTime)
    }

    /// Its name in the language.
    fn name(self) -> &'static str {
        match self {
            Kind::Date => "date",
            Kind::LocalTime => "localtime",
            Kind::Time => "time",
            Kind::LocalDateTime => "localdatetime",
            Kind::DateTime => "datetime",
        }
    }

    /// The value that says as much of these as its type can: midnight and Greenwich where nothing
    /// is said. Where clocks show the time twice, the offset decides.
    fn make(self, parts: Parts) -> Result<Temporal> {
        let date = || {
            parts
                .date
                .ok_or_else(|| invalid(format!("a date expected for {}()", self.name())))
        };
        let time = parts.time.unwrap_or_default();
        let (zone, offset) = parts.zone.clone().unwrap_or((Zone::UTC, 0));
        Ok(match self {
            Kind::Date => Temporal::Date(date()?),
            Kind::LocalTime => Temporal::LocalTime(time),
            Kind::Time => Temporal::Time(time, offset),
            Kind::LocalDateTime => Temporal::LocalDateTime(date()?, time),
            Kind::DateTime => DateTime::new(date()?, time, zone, Some(offset))?.into(),
        })
    }

    /// What that instant is in a zone.
    pub fn at(self, instant: Instant, zone: &Zone) -> Result<Temporal> {
        let nanoseconds =
            i128::from(instant.seconds) * i128::from(SECOND) + i128::from(instant.nanoseconds);
        self.project(&DateTime::at(nanoseconds, zone.clone())?.into())
    }
}

impl Time {
    /// A time of day, if there is one.
    fn new(hour: i64, minute: i64, second: i64, nanosecond: i64) -> Option<Time> {
        let within = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..SECOND).contains(&nanosecond);
        within.then(|| Time((hour * 3600 + minute * 60 + second) * SECOND + nanosecond))
    }

    /// Hour, minute, second, nanosecond.
    fn civil(self) -> (i64, i64, i64, i64) {
        let seconds = self.0 / SECOND;
        (
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            self.0 % SECOND,
        )
    }
}

/// Nanoseconds since 1970, as if the clock stood in Greenwich.
fn local_nanoseconds(date: Date, time: Time) -> i128 {
    i128::from(date.days()) * i128::from(DAY) + i128::from(time.0)
}

/// The day and the time of so many nanoseconds since 1970.
fn date_and_time(nanoseconds: i128) -> Result<(Date, Time)> {
    let days = i64::try_from(nanoseconds.div_euclid(i128::from(DAY))).ok();
    let date = days.and_then(Date::from_days).ok_or_else(too_far)?;
    // Less than the nanoseconds of a day.
    Ok((date, Time(nanoseconds.rem_euclid(i128::from(DAY)) as i64)))
}

impl DateTime {
    /// When clocks in a zone show that time. Where they show it twice, the preferred offset or
    /// else the first; where they jump over it, later by as much as they jump.
    fn new(date: Date, time: Time, zone: Zone, preferred: Option<i32>) -> Result<DateTime> {
        let local = local_nanoseconds(date, time);
        let offset = zone.offset_when(seconds(local), preferred);
        DateTime::at(local - i128::from(offset) * i128::from(SECOND), zone)
    }

    /// An instant, in nanoseconds since 1970, as clocks in a zone show it.
    fn at(nanoseconds: i128, zone: Zone) -> Result<DateTime> {
        let offset = zone.offset_at(seconds(nanoseconds));
        let (date, time) = date_and_time(nanoseconds + i128::from(offset) * i128::from(SECOND))?;
        Ok(DateTime {
            date,
            time,
            offset,
            zone,
        })
    }

    /// Nanoseconds since 1970.
    fn instant(&self) -> i128 {
        local_nanoseconds(self.date, self.time) - i128::from(self.offset) * i128::from(SECOND)
    }
}

/// Whole seconds. What is further than any date is as far as to leave room for sums.
fn seconds(nanoseconds: i128) -> i64 {
    const FAR: i128 = 1 << 60;
    nanoseconds.div_euclid(i128::from(SECOND)).clamp(-FAR, FAR) as i64
}

impl From<DateTime> for Temporal {
    fn from(value: DateTime) -> Temporal {
        Temporal::DateTime(Arc::new(value))
    }
}

impl From<Duration> for Temporal {
    fn from(value: Duration) -> Temporal {
        Temporal::Duration(Arc::new(value))
    }
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

    /// What it says, unless it is a duration.
    fn parts(&self) -> Option<Parts> {
        let (date, time, zone) = match self {
            Temporal::Date(date) => (Some(*date), None, None),
            Temporal::LocalTime(time) => (None, Some(*time), None),
            Temporal::Time(time, offset) => {
                (None, Some(*time), Some((Zone::Offset(*offset), *offset)))
            }
            Temporal::LocalDateTime(date, time) => (Some(*date), Some(*time), None),
            Temporal::DateTime(at) => (
                Some(at.date),
                Some(at.time),
                Some((at.zone.clone(), at.offset)),
            ),
            Temporal::Duration(_) => return None,
        };
        Some(Parts { date, time, zone })
    }

    /// How `<` and its kin compare: points in time of the same type only.
    pub fn compare(&self, other: &Temporal) -> Option<Ordering> {
        let comparable = self.key().0 == other.key().0 && !matches!(self, Temporal::Duration(_));
        comparable.then(|| self.cmp(other))
    }

    /// What decides order and equality: the type, in the order in which `ORDER BY` has them; the
    /// point in time or the mean length; then all else.
    fn key(&self) -> (u8, i128, i64, i64, &str) {
        let utc = |time: &Time, offset: i32| i128::from(time.0 - i64::from(offset) * SECOND);
        match self {
            Temporal::DateTime(at) => (
                0,
                at.instant(),
                i64::from(at.offset),
                0,
                at.zone.name().unwrap_or_default(),
            ),
            Temporal::LocalDateTime(date, time) => (1, local_nanoseconds(*date, *time), 0, 0, ""),
            Temporal::Date(date) => (2, i128::from(date.days()), 0, 0, ""),
            Temporal::Time(time, offset) => (3, utc(time, *offset), i64::from(*offset), 0, ""),
            Temporal::LocalTime(time) => (4, i128::from(time.0), 0, 0, ""),
            Temporal::Duration(length) => (5, length.mean(), length.months, length.days, ""),
        }
    }
}

impl PartialEq for Temporal {
    fn eq(&self, other: &Temporal) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Temporal {}

impl PartialOrd for Temporal {
    fn partial_cmp(&self, other: &Temporal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Temporal {
    fn cmp(&self, other: &Temporal) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl std::hash::Hash for Temporal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}
