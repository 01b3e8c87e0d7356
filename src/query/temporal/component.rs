//! The parts of a point in time or of a duration, by name: `d.year`, `d.epochMillis`,
//! `length.minutesOfHour`.

use super::super::value::Value;
use super::display::Offset;
use super::{DateTime, Duration, Parts, SECOND, Temporal};

impl Temporal {
    /// A part by its name; none where the type has no such part.
    pub fn component<'g>(&self, name: &str) -> Option<Value<'g>> {
        if let Temporal::Duration(length) = self {
            return length.component(name).map(Value::Integer);
        }
        let parts = self.parts()?;
        let number = date_component(&parts, name).or_else(|| time_component(&parts, name));
        let number = number.or_else(|| match self {
            Temporal::DateTime(at) => instant_component(at, name),
            _ => None,
        });
        number
            .map(Value::Integer)
            .or_else(|| zone_component(&parts, name))
    }
}

fn date_component(parts: &Parts, name: &str) -> Option<i64> {
    let date = parts.date?;
    let (year, month, day) = date.civil();
    Some(match name {
        "year" => year,
        "month" => month,
        "day" => day,
        "quarter" => date.quarter().0,
        "dayOfQuarter" => date.quarter().1,
        "weekYear" => date.week().0,
        "week" => date.week().1,
        "weekDay" | "dayOfWeek" => date.weekday(),
        "ordinalDay" => date.ordinal(),
        _ => return None,
    })
}

fn time_component(parts: &Parts, name: &str) -> Option<i64> {
    let (hour, minute, second, nanosecond) = parts.time?.civil();
    Some(match name {
        "hour" => hour,
        "minute" => minute,
        "second" => second,
        "millisecond" => nanosecond / 1_000_000,
        "microsecond" => nanosecond / 1_000,
        "nanosecond" => nanosecond,
        _ => return None,
    })
}

fn instant_component(at: &DateTime, name: &str) -> Option<i64> {
    let size = match name {
        "epochSeconds" => i128::from(SECOND),
        "epochMillis" => 1_000_000,
        _ => return None,
    };
    at.instant().div_euclid(size).try_into().ok()
}

fn zone_component<'g>(parts: &Parts, name: &str) -> Option<Value<'g>> {
    let (zone, offset) = parts.zone.as_ref()?;
    let written = Offset(*offset).to_string();
    Some(match name {
        "timezone" => Value::text(zone.name().map_or(written, str::to_owned)),
        "offset" => Value::text(written),
        "offsetMinutes" => Value::Integer(i64::from(offset / 60)),
        "offsetSeconds" => Value::Integer((*offset).into()),
        _ => return None,
    })
}

impl Duration {
    /// A part by its name. Months, days and seconds are apart: neither counts what another holds.
    fn component(&self, name: &str) -> Option<i64> {
        let small = |size: i128| i64::try_from(self.clock().div_euclid(size)).ok();
        Some(match name {
            "years" => self.months / 12,
            "quarters" => self.months / 3,
            "months" => self.months,
            "quartersOfYear" => self.months / 3 % 4,
            "monthsOfQuarter" => self.months % 3,
            "monthsOfYear" => self.months % 12,
            "weeks" => self.days / 7,
            "days" => self.days,
            "daysOfWeek" => self.days % 7,
            "hours" => self.seconds / 3600,
            "minutes" => self.seconds / 60,
            "seconds" => self.seconds,
            "milliseconds" => return small(1_000_000),
            "microseconds" => return small(1_000),
            "nanoseconds" => return small(1),
            "minutesOfHour" => self.seconds / 60 % 60,
            "secondsOfMinute" => self.seconds % 60,
            "millisecondsOfSecond" => self.nanoseconds / 1_000_000,
            "microsecondsOfSecond" => self.nanoseconds / 1_000,
            "nanosecondsOfSecond" => self.nanoseconds,
            _ => return None,
        })
    }
}
