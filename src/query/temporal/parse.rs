//! Dates, times and durations as ISO 8601 writes them, with separators and without.

use super::super::error::Result;
use super::duration::Amount;
use super::{Date, Duration, Kind, Parts, SECOND, Temporal, Time, Zone, invalid};

impl Kind {
    /// A point in time as it is written. A time is midnight where only the date stands, and in
    /// Greenwich where no zone does.
    pub fn parse(self, text: &str) -> Result<Temporal> {
        self.read(text).unwrap_or_else(|| {
            let example = match self {
                Kind::Date => "2022-02-24, 2022-W08-4, 2022-055",
                Kind::LocalTime => "04:50, 045000.5",
                Kind::Time => "04:50+03:00, 04:50Z",
                Kind::LocalDateTime => "2022-02-24T04:50",
                Kind::DateTime => "2022-02-24T04:50+02:00[Europe/Kyiv]",
            };
            Err(invalid(format!(
                "'{text}' is not a {} ({example})",
                self.name()
            )))
        })
    }

    /// None where the text has another form; an error where only the zone is wrong.
    fn read(self, text: &str) -> Option<Result<Temporal>> {
        let (date, clock) = match text.split_once('T') {
            _ if !self.has_date() => (None, Some(text)),
            Some((date, clock)) if self.has_time() => (Some(date), Some(clock)),
            _ => (Some(text), None),
        };
        let date = match date {
            Some(text) => Some(date_of(text)?),
            None => None,
        };
        let Some(clock) = clock else {
            return Some(self.make(Parts {
                date,
                ..Parts::default()
            }));
        };
        let zoned = self
            .has_zone()
            .then(|| clock.find(['Z', 'z', '+', '-', '[']))
            .flatten();
        let (clock, zone) = clock.split_at(zoned.unwrap_or(clock.len()));
        let time = time_of(clock)?;
        let zone = match zone_of(zone, date, time)? {
            Ok(zone) => zone,
            Err(error) => return Some(Err(error)),
        };
        Some(self.make(Parts {
            date,
            time: Some(time),
            zone,
        }))
    }
}

/// Numbers of fixed widths with a separator between them, or nothing else.
fn numbers<const N: usize>(text: &str, separator: &str, widths: [usize; N]) -> Option<[i64; N]> {
    let mut rest = text;
    let mut found = [0; N];
    for (index, width) in widths.into_iter().enumerate() {
        if index > 0 {
            rest = rest.strip_prefix(separator)?;
        }
        let digits = rest.get(..width)?;
        found[index] = whole(digits)?;
        rest = &rest[width..];
    }
    rest.is_empty().then_some(found)
}

/// Digits, no sign.
fn whole(digits: &str) -> Option<i64> {
    are_digits(digits).then(|| digits.parse().ok()).flatten()
}

/// Nothing but digits, and some.
fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A day, or the first of the week, month, quarter or year that is written.
fn date_of(text: &str) -> Option<Date> {
    let signed = text.starts_with(['+', '-']);
    // A year with a sign may have up to nine digits, so that only what follows ends it.
    let width = match signed {
        true => text[1..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(text.len(), |end| end + 1),
        false => 4,
    };
    let year = whole(text.get(usize::from(signed)..width)?)?;
    let year = if text.starts_with('-') { -year } else { year };
    let rest = &text[width..];
    if rest.is_empty() {
        return Date::new(year, 1, 1);
    }
    let (rest, dash) = rest
        .strip_prefix('-')
        .map_or((rest, ""), |rest| (rest, "-"));
    if let Some(week) = rest.strip_prefix('W') {
        let [week, day] = numbers(week, dash, [2, 1])
            .or_else(|| numbers(week, dash, [2]).map(|[week]| [week, 1]))?;
        return Date::from_week(year, week, day);
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let whole = || numbers(quarter, dash, [1]).map(|[quarter]| [quarter, 1]);
        let [quarter, day] = numbers(quarter, dash, [1, 2]).or_else(whole)?;
        return Date::from_quarter(year, quarter, day);
    }
    if let Some([day]) = numbers(rest, dash, [3]) {
        return Date::from_ordinal(year, day);
    }
    let [month, day] = numbers(rest, dash, [2, 2])
        .or_else(|| numbers(rest, dash, [2]).map(|[month]| [month, 1]))?;
    Date::new(year, month, day)
}

/// A time of day without a zone.
fn time_of(text: &str) -> Option<Time> {
    let (clock, fraction) = text
        .split_once(['.', ','])
        .map_or((text, None), |(clock, rest)| (clock, Some(rest)));
    let colon = if clock.contains(':') { ":" } else { "" };
    let [hour, minute, second] = numbers(clock, colon, [2, 2, 2])
        .or_else(|| {
            numbers(clock, colon, [2, 2])
                .filter(|_| fraction.is_none())
                .map(|[h, m]| [h, m, 0])
        })
        .or_else(|| {
            numbers(clock, colon, [2])
                .filter(|_| fraction.is_none())
                .map(|[h]| [h, 0, 0])
        })?;
    let nanosecond = match fraction {
        Some(digits) if digits.len() > 9 => return None,
        Some(digits) => whole(&format!("{digits:0<9}")).filter(|_| !digits.is_empty())?,
        None => 0,
    };
    Time::new(hour, minute, second, nanosecond)
}

/// What follows a time: an offset, a name in brackets, both or nothing.
fn zone_of(text: &str, date: Option<Date>, time: Time) -> Option<Result<Option<(Zone, i32)>>> {
    let (offset, name) = match text.split_once('[') {
        Some((offset, name)) => (offset, Some(name.strip_suffix(']')?)),
        None => (text, None),
    };
    let given = if offset.is_empty() {
        None
    } else {
        Some(offset_of(offset)?)
    };
    let Some(name) = name else {
        return Some(Ok(given.map(|offset| (Zone::Offset(offset), offset))));
    };
    let date = date?;
    let Some(zone) = Zone::named(name) else {
        return Some(Err(unknown_zone(name)));
    };
    let local = super::seconds(super::local_nanoseconds(date, time));
    let offset = zone.offset_when(local, given);
    if given.is_some_and(|given| given != offset) {
        return Some(Err(invalid(format!(
            "{name} has another offset from Greenwich than {text} says"
        ))));
    }
    Some(Ok(Some((zone, offset))))
}

/// `Z`, `+01`, `+0100`, `+01:00`, `+01:00:00`: at most 18 hours.
fn offset_of(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let clock = text.strip_prefix(['+', '-'])?;
    let colon = if clock.contains(':') { ":" } else { "" };
    let [hour, minute, second] = numbers(clock, colon, [2, 2, 2])
        .or_else(|| numbers(clock, colon, [2, 2]).map(|[hour, minute]| [hour, minute, 0]))
        .or_else(|| numbers(clock, colon, [2]).map(|[hour]| [hour, 0, 0]))
        .or_else(|| numbers(clock, colon, [1]).map(|[hour]| [hour, 0, 0]))?;
    let seconds = hour * 3600 + minute * 60 + second;
    (minute < 60 && second < 60 && seconds <= 18 * 3600).then_some(sign * seconds as i32)
}

impl Zone {
    /// A zone by its offset or its name.
    pub fn parse(text: &str) -> Result<Zone> {
        offset_of(text)
            .map(Zone::Offset)
            .or_else(|| Zone::named(text))
            .ok_or_else(|| unknown_zone(text))
    }
}

fn unknown_zone(name: &str) -> super::super::error::QueryError {
    invalid(format!("'{name}' is no time zone"))
        .with_help("an offset (+02:00) or a name of the IANA database (Europe/Kyiv) is understood")
}

impl Duration {
    /// A duration as it is written: `P1Y2M3DT4H5M6.7S` or `P0001-02-03T04:05:06.7`. Any number may
    /// have a sign and a fraction.
    pub fn parse(text: &str) -> Result<Duration> {
        let read = by_units(text).or_else(|| by_fields(text));
        read.ok_or_else(|| invalid(format!("'{text}' is not a duration (P1Y2M3DT4H5M6.7S)")))
    }
}

fn by_units(text: &str) -> Option<Duration> {
    let (negative, mut rest) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    rest = rest.strip_prefix('P')?;
    let [mut months, mut days, mut nanoseconds] = [Amount::default(); 3];
    // The units that may still come: they go from the greatest to the least, each at most once.
    let mut units = "YMWD";
    let (mut some, mut is_clock) = (false, false);
    while !rest.is_empty() {
        if let Some(clock) = rest.strip_prefix('T') {
            if is_clock || clock.is_empty() {
                return None;
            }
            (is_clock, units, rest) = (true, "HMS", clock);
        }
        let end = rest.find(|c: char| c.is_ascii_uppercase())?;
        let unit = &rest[end..=end];
        let amount = amount(&rest[..end], negative)?;
        units = &units[units.find(unit)? + 1..];
        match (unit, is_clock) {
            ("Y", _) => months = months.plus(amount.times(12)),
            ("M", false) => months = months.plus(amount),
            ("W", _) => days = days.plus(amount.times(7)),
            ("D", _) => days = days.plus(amount),
            ("H", _) => nanoseconds = nanoseconds.plus(amount.times(3600 * SECOND)),
            ("M", true) => nanoseconds = nanoseconds.plus(amount.times(60 * SECOND)),
            _ => nanoseconds = nanoseconds.plus(amount.times(SECOND)),
        }
        rest = &rest[end + 1..];
        some = true;
    }
    some.then(|| Duration::cascade(months, days, nanoseconds))
        .flatten()
}

/// A number with or without sign and fraction.
fn amount(text: &str, negative: bool) -> Option<Amount> {
    let minus = text.starts_with('-') != negative;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (integer, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    // 19 digits are what 64 bits hold.
    if !(1..=19).contains(&integer.len()) || !are_digits(integer) || !are_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (
        integer.parse::<i128>().ok()?,
        format!("0.{fraction}").parse::<f64>().ok()?,
    );
    Some(match minus {
        true => Amount {
            whole: -whole,
            fraction: -fraction,
        },
        false => Amount { whole, fraction },
    })
}

/// The form that looks like a date and a time.
fn by_fields(text: &str) -> Option<Duration> {
    let (date, clock) = text.strip_prefix('P')?.split_once('T')?;
    let dash = if date.contains('-') { "-" } else { "" };
    let [years, months, days] = numbers(date, dash, [4, 2, 2])?;
    let time = time_of(clock)?;
    (months <= 12 && days <= 31)
        .then(|| Duration::new((years * 12 + months).into(), days.into(), time.0.into()))
        .flatten()
}
