//! A point in time without what is smaller than a unit, and then with some of it named anew.

use super::super::error::Result;
use super::build::{Fields, Map, is_date_field, is_time_field};
use super::{DAY, Date, Kind, Parts, SECOND, Temporal, Time, invalid};

/// The units, from the greatest, with the nanoseconds of those that a day has.
const UNITS: [(&str, Option<i64>); 14] = [
    ("millennium", None),
    ("century", None),
    ("decade", None),
    ("year", None),
    ("weekYear", None),
    ("quarter", None),
    ("month", None),
    ("week", None),
    ("day", Some(DAY)),
    ("hour", Some(3600 * SECOND)),
    ("minute", Some(60 * SECOND)),
    ("second", Some(SECOND)),
    ("millisecond", Some(1_000_000)),
    ("microsecond", Some(1_000)),
];

impl Kind {
    /// The start of the unit that a point in time lies in, as a value of this type, with the
    /// entries of the map in place of its own. A zone that is named does not move the clock.
    pub fn truncate(self, unit: &str, point: &Temporal, map: &Map, now: i64) -> Result<Temporal> {
        let (unit, size) = *UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))
            .ok_or_else(|| {
                invalid(format!("'{unit}' is no unit")).with_help(format!(
                    "one of {} is understood",
                    UNITS.map(|(name, _)| name).join(", ")
                ))
            })?;
        let fields = Fields(map);
        fields.only(
            |key| {
                (self.has_zone() && key == "timezone")
                    || (self.has_date() && is_date_field(key))
                    || (self.has_time() && is_time_field(key))
            },
            self.name(),
        )?;
        let is_clock = size.is_some_and(|size| size < DAY);
        let mut parts = point.parts().unwrap_or_default();
        let needs_time = is_clock || !self.has_date();
        if (self.has_date() && parts.date.is_none())
            || (needs_time && parts.time.is_none())
            || (is_clock && !self.has_time())
            || (size.is_none() && !self.has_date())
        {
            let (kind, of) = (self.name(), point.type_name());
            return Err(invalid(format!(
                "no {kind} can be made of a {of} by the {unit}"
            )));
        }
        let time = parts.time.unwrap_or_default();
        parts.time = Some(size.map_or(Time::default(), |size| Time(time.0 - time.0 % size)));
        if self.has_date() && !is_clock {
            parts.date = parts.date.map(|date| first_day(date, unit)).transpose()?;
        }
        if let Some(zone) = fields.zone()? {
            let offset = zone.offset_at(now);
            parts.zone = Some((zone, offset));
        }
        let is_small = size.is_some_and(|size| size < SECOND);
        self.make(Parts {
            date: if self.has_date() {
                Some(fields.date(parts.date)?)
            } else {
                None
            },
            time: if self.has_time() {
                Some(fields.time(parts.time, is_small)?)
            } else {
                None
            },
            zone: parts.zone,
        })
    }
}

/// The first day of the unit that a day lies in.
fn first_day(date: Date, unit: &str) -> Result<Date> {
    let (year, month, _) = date.civil();
    let years = |length: i64| Date::new(year - year.rem_euclid(length), 1, 1);
    let day = match unit {
        "millennium" => years(1000),
        "century" => years(100),
        "decade" => years(10),
        "year" => years(1),
        "weekYear" => Date::from_week(date.week().0, 1, 1),
        "quarter" => Date::new(year, month - (month - 1) % 3, 1),
        "month" => Date::new(year, month, 1),
        "week" => date.plus_days(1 - date.weekday()),
        _ => Some(date),
    };
    day.ok_or_else(super::too_far)
}
