//! Points in time and durations of maps and of other points in time: `date({year: 2022, week: 8})`,
//! `datetime({date: d, time: t, timezone: 'Europe/Kyiv'})`, `localtime(datetime)`.

use super::super::error::Result;
use super::super::value::{Text, Value};
use super::date::YEARS;
use super::duration::Amount;
use super::{
    Date, DateTime, Duration, Instant, Kind, Parts, SECOND, Temporal, Time, Zone, invalid, too_far,
};
use std::collections::BTreeMap;

/// A map of the language.
pub type Map<'g> = BTreeMap<Text<'g>, Value<'g>>;

/// The ways to name a day, from the greatest unit to the least; `year` comes before each.
const DAYS: [&[&str]; 4] = [
    &["month", "day"],
    &["week", "dayOfWeek"],
    &["quarter", "dayOfQuarter"],
    &["ordinalDay"],
];
const CLOCK: [&str; 6] = [
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
];

/// The entries of a map that names a point in time.
pub(super) struct Fields<'a, 'g>(pub(super) &'a Map<'g>);

impl Fields<'_, '_> {
    fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    fn integer(&self, key: &str) -> Result<Option<i64>> {
        match self.0.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(other) => Err(invalid(format!(
                "{key} is an INTEGER, {} found",
                other.type_name()
            ))),
        }
    }

    fn temporal(&self, key: &str) -> Result<Option<Parts>> {
        let parts = match self.0.get(key) {
            None => return Ok(None),
            Some(Value::Temporal(temporal)) => temporal.parts(),
            Some(_) => None,
        };
        let parts = parts.ok_or_else(|| {
            invalid(format!(
                "{key} is a point in time, {} found",
                self.0[key].type_name()
            ))
        })?;
        let says = match key {
            "date" => parts.date.is_some(),
            "time" => parts.time.is_some(),
            _ => parts.date.is_some() && parts.time.is_some(),
        };
        says.then_some(Some(parts))
            .ok_or_else(|| invalid(format!("{} has no {key}", self.0[key].type_name())))
    }

    pub(super) fn zone(&self) -> Result<Option<Zone>> {
        match self.0.get("timezone") {
            None => Ok(None),
            Some(Value::String(name)) => Zone::parse(name).map(Some),
            Some(other) => Err(invalid(format!(
                "timezone is a STRING, {} found",
                other.type_name()
            ))),
        }
    }

    /// That every entry is one of these.
    pub(super) fn only(&self, known: impl Fn(&str) -> bool, what: &str) -> Result<()> {
        match self.0.keys().find(|key| !known(key)) {
            Some(key) => Err(invalid(format!("'{key}' is no part of a {what}"))),
            None => Ok(()),
        }
    }

    /// The day that the entries name. What they leave open is as in the base; without a base it is
    /// the first, and a unit may not be named without the one above it.
    pub(super) fn date(&self, base: Option<Date>) -> Result<Date> {
        let named: Vec<_> = DAYS
            .iter()
            .filter(|way| way.iter().any(|key| self.has(key)))
            .collect();
        let way = match named[..] {
            [] => DAYS[0],
            [way] => way,
            [one, other, ..] => {
                let (one, other) = (one[0], other[0]);
                return Err(invalid(format!(
                    "a day is named by {one} or by {other}, not by both"
                )));
            }
        };
        let year = self.integer("year")?;
        let unit = self.integer(way[0])?;
        let day = way.get(1).map_or(Ok(None), |key| self.integer(key))?;
        let old = match (base, way[0]) {
            (None, _) if year.is_none() => return Err(invalid("a year expected")),
            (None, _) if unit.is_none() && day.is_some() => {
                return Err(invalid(format!("{} without {}", way[1], way[0])));
            }
            (None, _) => (0, 1, 1),
            (Some(date), "week") => (date.week().0, date.week().1, date.weekday()),
            (Some(date), "quarter") => (date.year(), date.quarter().0, date.quarter().1),
            (Some(date), "ordinalDay") => (date.year(), date.ordinal(), 1),
            (Some(date), _) => date.civil(),
        };
        let (year, unit) = (year.unwrap_or(old.0), unit.unwrap_or(old.1));
        let number = day.unwrap_or(old.2);
        let date = match (way[0], base, day) {
            ("month" | "quarter", Some(base), None) => {
                // The same day of another month, or the last of that.
                let months = if way[0] == "month" { 1 } else { 3 };
                let there_is = YEARS.contains(&year) && (1..=12 / months).contains(&unit);
                let later = || (year - old.0) * 12 + (unit - old.1) * months;
                there_is
                    .then(later)
                    .and_then(|later| base.plus_months(later))
            }
            ("week", ..) => Date::from_week(year, unit, number),
            ("quarter", ..) => Date::from_quarter(year, unit, number),
            ("ordinalDay", ..) => Date::from_ordinal(year, unit),
            _ => Date::new(year, unit, number),
        };
        date.ok_or_else(|| {
            let last = way
                .get(1)
                .map_or(String::new(), |key| format!(", {key} {number}"));
            invalid(format!("there is no year {year}, {} {unit}{last}", way[0]))
        })
    }

    /// The time of day that the entries name. What they leave open is as in the base, but what is
    /// smaller than a second is named anew as a whole, unless it is to be `added`.
    pub(super) fn time(&self, base: Option<Time>, added: bool) -> Result<Time> {
        let mut given = [None; 6];
        for (slot, key) in given.iter_mut().zip(CLOCK) {
            *slot = self.integer(key)?;
        }
        let [hour, minute, second, milli, micro, nano] = given;
        let is_small = milli.or(micro).or(nano).is_some();
        let gap = (0..2)
            .find(|&unit| given[unit].is_none() && given[unit + 1..].iter().any(Option::is_some));
        let gap = gap.or((second.is_none() && is_small).then_some(2));
        if let (None, Some(unit)) = (base, gap) {
            return Err(invalid(format!(
                "a unit smaller than {0} without {0}",
                CLOCK[unit]
            )));
        }
        let (old_hour, old_minute, old_second, old_nano) = base.unwrap_or_default().civil();
        // A unit goes on where the next greater one ends, if that is named too.
        let bounds = [
            (milli, 1_000_000, 999),
            (micro, 1_000, if milli.is_some() { 999 } else { 999_999 }),
            (
                nano,
                1,
                match (milli, micro) {
                    (_, Some(_)) => 999,
                    (Some(_), None) => 999_999,
                    (None, None) => 999_999_999,
                },
            ),
        ];
        let mut small = if is_small && !added { 0 } else { old_nano };
        for ((amount, size, most), key) in bounds.into_iter().zip(&CLOCK[3..]) {
            let amount = amount.unwrap_or(0);
            if !(0..=most).contains(&amount) {
                return Err(invalid(format!(
                    "{key} is from 0 to {most} here, {amount} found"
                )));
            }
            small += amount * size;
        }
        let (hour, minute) = (hour.unwrap_or(old_hour), minute.unwrap_or(old_minute));
        let second = second.unwrap_or(old_second);
        Time::new(hour, minute, second, small).ok_or_else(|| {
            invalid(format!(
                "there is no time of day {hour}:{minute:02}:{second:02}"
            ))
        })
    }
}

/// Whether an entry names a part of a day, or of the time of day.
pub(super) fn is_date_field(key: &str) -> bool {
    key == "year" || DAYS.iter().any(|way| way.contains(&key))
}

pub(super) fn is_time_field(key: &str) -> bool {
    CLOCK.contains(&key)
}

impl Kind {
    /// As much of another point in time as the type can say.
    pub fn project(self, other: &Temporal) -> Result<Temporal> {
        let parts = other.parts().unwrap_or_default();
        if (self.has_date() && parts.date.is_none())
            || (self.has_time() && !self.has_date() && parts.time.is_none())
        {
            return Err(invalid(format!(
                "no {} can be made of a {}",
                self.name(),
                other.type_name()
            )));
        }
        self.make(parts)
    }

    /// A point in time by its parts, some of which may come from other points in time. A zone
    /// that is named beside a time that has one moves the clock, not the instant. An instant
    /// in seconds says which offset a named zone has where no date does.
    pub fn build(self, map: &Map, now: i64) -> Result<Temporal> {
        let fields = Fields(map);
        fields.only(
            |key| match key {
                "datetime" | "epochSeconds" | "epochMillis"
                    if self.has_date() && self.has_time() =>
                {
                    true
                }
                "date" => self.has_date(),
                "time" => self.has_time(),
                "timezone" => self.has_zone(),
                _ => {
                    (self.has_date() && is_date_field(key))
                        || (self.has_time() && is_time_field(key))
                }
            },
            self.name(),
        )?;
        let wanted = fields.zone()?;
        let base = match epoch(&fields)? {
            Some(base) => base,
            None => self.base(&fields)?,
        };
        let zone = base.zone.clone().or_else(|| {
            let zone = wanted.clone()?;
            let offset = zone.offset_at(now);
            Some((zone, offset))
        });
        let is_epoch = fields.has("epochSeconds") || fields.has("epochMillis");
        let date = if self.has_date() {
            Some(fields.date(base.date)?)
        } else {
            None
        };
        let time = match self.has_time() {
            true if is_epoch => base.time,
            // A date alone is midnight; a time of day must say something.
            true if self.has_date() || base.time.is_some() || fields.has("hour") => {
                let base = base
                    .time
                    .or((!CLOCK.iter().any(|key| fields.has(key))).then(Time::default));
                Some(fields.time(base, false)?)
            }
            true => return Err(invalid("an hour expected")),
            false => None,
        };
        let made = self.make(Parts { date, time, zone })?;
        match (wanted, base.zone) {
            (Some(zone), Some(_)) => made.moved_to(zone, now),
            _ => Ok(made),
        }
    }

    /// What other points in time say of the one that is built.
    fn base(self, fields: &Fields) -> Result<Parts> {
        let whole = fields.temporal("datetime")?;
        let (date, time) = (fields.temporal("date")?, fields.temporal("time")?);
        if whole.is_some() && (date.is_some() || time.is_some()) {
            return Err(invalid("datetime beside date or time"));
        }
        let clock = time.or_else(|| whole.clone()).unwrap_or_default();
        Ok(Parts {
            date: date.or(whole).and_then(|parts| parts.date),
            time: clock.time,
            zone: clock.zone,
        })
    }
}

/// The instant that is named in seconds or milliseconds since 1970.
fn epoch(fields: &Fields) -> Result<Option<Parts>> {
    let (seconds, millis) = (
        fields.integer("epochSeconds")?,
        fields.integer("epochMillis")?,
    );
    let nanoseconds = match (seconds, millis) {
        (None, None) => return Ok(None),
        (Some(seconds), None) => i128::from(seconds) * i128::from(SECOND),
        (None, Some(millis)) => i128::from(millis) * 1_000_000,
        _ => return Err(invalid("epochSeconds beside epochMillis")),
    };
    let small = fields.integer("nanosecond")?.unwrap_or(0);
    Ok(Temporal::from(DateTime::at(nanoseconds + i128::from(small), Zone::UTC)?).parts())
}

impl Temporal {
    /// The same instant in another zone.
    fn moved_to(&self, zone: Zone, now: i64) -> Result<Temporal> {
        Ok(match self {
            Temporal::DateTime(at) => DateTime::at(at.instant(), zone)?.into(),
            Temporal::Time(time, offset) => {
                let other = zone.offset_at(now);
                let moved = time.0 + i64::from(other - offset) * SECOND;
                Temporal::Time(Time(moved.rem_euclid(super::DAY)), other)
            }
            other => other.clone(),
        })
    }

    /// So many seconds and nanoseconds after 1970, in Greenwich.
    pub fn from_epoch(seconds: i64, nanoseconds: i64) -> Result<Temporal> {
        let whole = seconds
            .checked_add(nanoseconds.div_euclid(SECOND))
            .ok_or_else(too_far)?;
        // Less than a second.
        let nanoseconds = nanoseconds.rem_euclid(SECOND) as u32;
        Kind::DateTime.at(
            Instant {
                seconds: whole,
                nanoseconds,
            },
            &Zone::UTC,
        )
    }
}

impl Duration {
    /// A duration by its parts, which may have fractions.
    pub fn build(map: &Map) -> Result<Duration> {
        let [mut months, mut days, mut nanoseconds] = [Amount::default(); 3];
        for (key, value) in map {
            let amount = match value {
                Value::Integer(number) => Some(Amount::from(*number)),
                Value::Float(number) => Amount::from_float(*number),
                other => {
                    return Err(invalid(format!(
                        "{key} is a number, {} found",
                        other.type_name()
                    )));
                }
            };
            let amount = amount.ok_or_else(too_far)?;
            let (sum, size) = match key.as_str() {
                "years" => (&mut months, 12),
                "quarters" => (&mut months, 3),
                "months" => (&mut months, 1),
                "weeks" => (&mut days, 7),
                "days" => (&mut days, 1),
                "hours" => (&mut nanoseconds, 3600 * SECOND),
                "minutes" => (&mut nanoseconds, 60 * SECOND),
                "seconds" => (&mut nanoseconds, SECOND),
                "milliseconds" => (&mut nanoseconds, 1_000_000),
                "microseconds" => (&mut nanoseconds, 1_000),
                "nanoseconds" => (&mut nanoseconds, 1),
                other => return Err(invalid(format!("'{other}' is no part of a duration"))),
            };
            *sum = sum.plus(amount.times(size));
        }
        Duration::cascade(months, days, nanoseconds).ok_or_else(too_far)
    }
}
