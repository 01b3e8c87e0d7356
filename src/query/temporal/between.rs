//! What lies between two points in time. What one of them does not say is taken from the other:
//! the date and the zone; a time that neither says is midnight.

use super::super::error::Result;
use super::{Date, DateTime, Duration, Temporal, Time, Zone, invalid, too_far};

/// In what a difference is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Months first, then days, then seconds.
    All,
    /// Whole months.
    Months,
    /// Whole days.
    Days,
    /// Seconds.
    Seconds,
}

/// A point in time with what it has from the other.
struct End {
    date: Option<Date>,
    time: Time,
    zone: Option<(Zone, i32)>,
}

/// The duration from one point in time to another; negative when the other is earlier.
pub fn between(unit: Unit, from: &Temporal, to: &Temporal) -> Result<Temporal> {
    let parts = |point: &Temporal| {
        point
            .parts()
            .ok_or_else(|| invalid("a date or a time expected, DURATION found"))
    };
    let (first, second) = (parts(from)?, parts(to)?);
    let both_zones = first.zone.is_some() && second.zone.is_some();
    let zone = first.zone.clone().or_else(|| second.zone.clone());
    let end = |parts: super::Parts, other: Option<Date>| End {
        date: parts.date.or(other),
        time: parts.time.unwrap_or_default(),
        zone: if both_zones { parts.zone } else { zone.clone() },
    };
    let (first_date, second_date) = (first.date, second.date);
    let (first, second) = (end(first, second_date), end(second, first_date));
    let duration = match (first.date, second.date, &first.zone, &second.zone) {
        (Some(a), Some(b), Some((zone, offset)), Some((other, other_offset))) => {
            let start = DateTime::new(a, first.time, zone.clone(), Some(*offset))?;
            let finish = DateTime::new(b, second.time, other.clone(), Some(*other_offset))?;
            zoned(unit, start, &finish)?
        }
        (Some(a), Some(b), ..) => {
            // Without a zone, clocks run as in Greenwich.
            let start = DateTime::new(a, first.time, Zone::UTC, None)?;
            zoned(
                unit,
                start,
                &DateTime::new(b, second.time, Zone::UTC, None)?,
            )?
        }
        _ if matches!(unit, Unit::Months | Unit::Days) => Duration::default(),
        _ => {
            // Times of day: on one day, which one does not matter.
            let utc = |end: &End| {
                let offset = end
                    .zone
                    .as_ref()
                    .map_or(0, |(_, offset)| i128::from(*offset));
                i128::from(end.time.0) - offset * i128::from(super::SECOND)
            };
            Duration::new(0, 0, utc(&second) - utc(&first)).ok_or_else(too_far)?
        }
    };
    Ok(duration.into())
}

/// The difference of two instants, days and months counted in the zone of the first.
fn zoned(unit: Unit, mut start: DateTime, finish: &DateTime) -> Result<Duration> {
    let end = DateTime::at(finish.instant(), start.zone.clone())?;
    let (mut months, mut days, mut rest) = (0, 0, 0);
    if matches!(unit, Unit::All | Unit::Months) {
        months = start.date.months_until(last_day(&start, &end));
        if unit == Unit::All {
            let date = start.date.plus_months(months).ok_or_else(too_far)?;
            start = DateTime::new(date, start.time, start.zone, Some(start.offset))?;
        }
    }
    if matches!(unit, Unit::All | Unit::Days) {
        days = last_day(&start, &end).days() - start.date.days();
        if unit == Unit::All {
            let date = start.date.plus_days(days).ok_or_else(too_far)?;
            start = DateTime::new(date, start.time, start.zone, Some(start.offset))?;
        }
    }
    if matches!(unit, Unit::All | Unit::Seconds) {
        rest = end.instant() - start.instant();
    }
    Duration::new(months.into(), days.into(), rest).ok_or_else(too_far)
}

/// The day until which whole days have passed: the last of them is not whole while the clock has
/// not come to the time at which it began.
fn last_day(start: &DateTime, end: &DateTime) -> Date {
    let gone = match start.date.cmp(&end.date) {
        std::cmp::Ordering::Less if end.time < start.time => -1,
        std::cmp::Ordering::Greater if end.time > start.time => 1,
        _ => 0,
    };
    end.date.plus_days(gone).expect("a day between two")
}
