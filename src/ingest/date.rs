//! Dates as articles write them, in ISO 8601. A date-time keeps its civil date as written (no time
//! zone moves it); a year or a month alone stays one. What could be read in two ways (03/04/2022)
//! is not read.

use crate::text::{month_number, weekday_number};
use jiff::civil::Date;

/// The end of a message about a date: "the date ... cannot be read".
pub const EXPECTED: &str = "cannot be read: expected YYYY-MM-DD or such as \"3 August 2022\" or \
     \"Aug. 3, 2022\"";

/// A date in ISO 8601: `2022-08-03`, or `2022-08` or `2022` where no more is said.
///
/// ```
/// use demarche::ingest::parse_date;
/// assert_eq!(parse_date("Aug. 3, 2022").as_deref(), Some("2022-08-03"));
/// assert_eq!(parse_date("Wed, 3 Aug 2022 23:30:00 -0400").as_deref(), Some("2022-08-03"));
/// assert_eq!(parse_date("2022-08").as_deref(), Some("2022-08"));
/// assert_eq!(parse_date("03/04/2022"), None);
/// ```
pub fn parse(written: &str) -> Option<String> {
    let written = written.trim();
    if written.len() > 100 {
        return None;
    }
    digits_only(written)
        .or_else(|| numeric(written))
        .or_else(|| standard(written))
        .or_else(|| spelled(written))
}

/// `2022`, `20220803`, or seconds or milliseconds since 1970.
fn digits_only(written: &str) -> Option<String> {
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = written.parse().ok()?;
    match written.len() {
        4 => year(written).map(|year| format!("{year:04}")),
        8 => day(
            number / 10_000,
            (number / 100 % 100) as i8,
            (number % 100) as i8,
        ),
        9 | 10 => since_1970(number),
        12 | 13 => since_1970(number / 1000),
        _ => None,
    }
}

fn since_1970(seconds: i64) -> Option<String> {
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    let date = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    (date.year() >= 1973).then(|| date.to_string())
}

/// `2022-08`, `2022/08/03`, `2022.8.3`, `13/08/2022`, each with or without a time after it.
fn numeric(written: &str) -> Option<String> {
    let end = written
        .find(|c: char| c.is_whitespace() || c == 'T' || c == 't')
        .unwrap_or(written.len());
    let (date, time) = written.split_at(end);
    if !time.trim().is_empty() && !is_time(time.trim_start_matches(['T', 't']).trim()) {
        return None;
    }
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<&str> = date.split(separator).collect();
    let number = |part: &str| -> Option<i8> {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        (digits && (1..=2).contains(&part.len())).then(|| part.parse().ok())?
    };
    match parts[..] {
        [first, month] if first.len() == 4 && time.is_empty() => {
            let (year, month) = (year(first)?, number(month)?);
            (1..=12)
                .contains(&month)
                .then(|| format!("{year:04}-{month:02}"))
        }
        [first, month, last] if first.len() == 4 => {
            day(year(first)?.into(), number(month)?, number(last)?)
        }
        [first, second, last] if last.len() == 4 => {
            // Day first or month first is a matter of country; only a number above 12 tells.
            let (year, first, second) = (year(last)?.into(), number(first)?, number(second)?);
            match (first > 12, second > 12) {
                (true, false) => day(year, second, first),
                (false, true) => day(year, first, second),
                (false, false) if first == second => day(year, first, second),
                _ => None,
            }
        }
        _ => None,
    }
}

/// RFC 3339 and its kin, and the RFC 2822 of feeds and mails.
fn standard(written: &str) -> Option<String> {
    use jiff::fmt::{rfc2822, temporal};
    static TEMPORAL: temporal::DateTimeParser = temporal::DateTimeParser::new();
    static MAIL: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let date = match TEMPORAL.parse_pieces(written) {
        Ok(pieces) => pieces.date(),
        Err(_) => MAIL.parse_zoned(written).ok()?.date(),
    };
    (date.year() > 0).then(|| date.to_string())
}

/// `3 August 2022`, `August 3rd, 2022`, `Wed, Aug. 3, 2022 10:15 AM`, `August 2022`.
fn spelled(written: &str) -> Option<String> {
    let mut words = written
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'))
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("of"))
        .peekable();
    words.next_if(|word| weekday_number(word).is_some());
    let first = words.next()?;
    let (month, on) = match month_number(first) {
        Some(month) => {
            let second = words.peek()?;
            if let (4, Some(year)) = (second.len(), year(second)) {
                return words
                    .nth(1)
                    .is_none()
                    .then(|| format!("{year:04}-{month:02}"));
            }
            (month, ordinal(words.next()?)?)
        }
        None => (month_number(words.peek()?)?, {
            words.next();
            ordinal(first)?
        }),
    };
    let year = year(words.next()?)?;
    let rest = words.next();
    let rest = rest.filter(|word| !word.eq_ignore_ascii_case("at"));
    let rest = rest.or_else(|| words.next());
    if rest.is_some_and(|word| !is_time(word)) {
        return None;
    }
    day(year.into(), month, on)
}

/// Whether what follows a date is a time of day: it begins with a digit or the mark of a zone.
fn is_time(after: &str) -> bool {
    let mut bytes = after.bytes();
    let begins = bytes.next().is_some_and(|byte| byte.is_ascii_digit());
    begins && after.len() <= 60 || matches!(after, "-" | "–" | "|")
}

fn day(year: i64, month: i8, day: i8) -> Option<String> {
    let year = i16::try_from(year).ok().filter(|&year| year > 0)?;
    Some(Date::new(year, month, day).ok()?.to_string())
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year: i16 = digits.then(|| word.parse().ok())??;
    (year >= 1000).then_some(year)
}

fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = word[digits.len()..].to_ascii_lowercase();
    let known = matches!(ending.as_str(), "" | "st" | "nd" | "rd" | "th");
    (known && digits.len() <= 2)
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(written: &str, date: &str) {
        assert_eq!(parse(written).as_deref(), Some(date), "{written}");
    }

    #[test]
    fn iso_dates_and_parts_of_them() {
        reads("2022-08-03", "2022-08-03");
        reads(" 2022-08 ", "2022-08");
        reads("2022", "2022");
        reads("20220803", "2022-08-03");
        reads("2022/08/03", "2022-08-03");
        reads("2022/8/3", "2022-08-03");
        reads("2022.08.03", "2022-08-03");
        reads("2022-08-03 10:15", "2022-08-03");
        reads("2022-08-03 10:15:00 UTC", "2022-08-03");
    }

    #[test]
    fn a_date_time_keeps_the_day_that_is_written() {
        reads("2022-07-22T23:40:00+03:00", "2022-07-22");
        reads("2022-07-22T00:40:00.123Z", "2022-07-22");
        reads("2022-07-22T01:40:00+0300", "2022-07-22");
        reads("Fri, 22 Jul 2022 23:30:00 GMT", "2022-07-22");
        reads("22 Jul 2022 23:30:00 -0400", "2022-07-22");
        // The weekday is wrong; the date is not.
        reads("Mon, 22 Jul 2022 23:30:00 +0000", "2022-07-22");
    }

    #[test]
    fn spelled_dates() {
        reads("3 August 2022", "2022-08-03");
        reads("3rd of August, 2022", "2022-08-03");
        reads("August 3, 2022", "2022-08-03");
        reads("Aug. 3, 2022", "2022-08-03");
        reads("AUG 3 2022", "2022-08-03");
        reads("Sept. 30, 2005", "2005-09-30");
        reads("03-Aug-2022", "2022-08-03");
        reads("Wednesday, August 3, 2022", "2022-08-03");
        reads("Wed 3 Aug 2022 10:15 BST", "2022-08-03");
        reads("August 3, 2022 at 5:00 p.m.", "2022-08-03");
        reads("August 2022", "2022-08");
    }

    #[test]
    fn only_a_number_above_twelve_tells_day_from_month() {
        reads("13/08/2022", "2022-08-13");
        reads("08/13/2022", "2022-08-13");
        reads("08/08/2022", "2022-08-08");
        assert_eq!(parse("03/04/2022"), None);
    }

    #[test]
    fn seconds_since_1970() {
        reads("1659484800", "2022-08-03");
        reads("1659484800000", "2022-08-03");
    }

    #[test]
    fn what_is_no_date() {
        for written in [
            "",
            "yesterday",
            "2022-13-01",
            "2022-02-30",
            "31 June 2022",
            "August",
            "3 August",
            "123",
            "0000",
            "2022-08-03 and later",
            "August 3, 2022 edition of the paper",
            "may 2022 be better than 2021",
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_nothing_or_iso(written in "\\PC{0,40}|[0-9/. :T+-]{0,30}|[A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4}.{0,5}") {
            if let Some(date) = parse(&written) {
                prop_assert!(matches!(date.len(), 4 | 7 | 10), "{date}");
                prop_assert_eq!(parse(&date), Some(date));
            }
        }
    }
}
