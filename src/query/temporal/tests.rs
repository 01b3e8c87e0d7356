//! What the language says of points in time and durations, as text in and text out.

use super::super::value::{Text, Value};
use super::*;
use std::collections::BTreeMap;

fn map<'g>(entries: &[(&'static str, Value<'g>)]) -> BTreeMap<Text<'g>, Value<'g>> {
    entries
        .iter()
        .map(|(key, value)| (Text::from(*key), value.clone()))
        .collect()
}

/// The point in time that a text says, written again; an error by its detail.
fn read(kind: Kind, text: &str) -> String {
    kind.parse(text)
        .map_or_else(|error| error.detail.to_owned(), |point| point.to_string())
}

fn at(text: &str) -> Temporal {
    Kind::DateTime.parse(text).expect("a date and a time")
}

fn length(text: &str) -> Temporal {
    Duration::parse(text).expect("a duration").into()
}

#[test]
fn text_says_days_and_times() {
    for (text, expected) in [
        ("2022-02-24", "2022-02-24"),
        ("20220224", "2022-02-24"),
        ("2022-W08-4", "2022-02-24"),
        ("2022W084", "2022-02-24"),
        ("2022-055", "2022-02-24"),
        ("2022-Q1-55", "2022-02-24"),
        ("2022", "2022-01-01"),
        ("-0044-03-15", "-0044-03-15"),
        ("+12022-02", "+12022-02-01"),
        ("2022-02-30", "InvalidArgumentValue"),
        ("2022-0224", "InvalidArgumentValue"),
        ("2022-02-24T04:50", "InvalidArgumentValue"),
        ("вчора", "InvalidArgumentValue"),
        ("", "InvalidArgumentValue"),
    ] {
        assert_eq!(read(Kind::Date, text), expected, "{text}");
    }
    for (text, expected) in [
        (
            "2022-02-24T04:50+02:00[Europe/Kyiv]",
            "2022-02-24T04:50+02:00[Europe/Kyiv]",
        ),
        (
            "2022-02-24T045000,5[Europe/Kyiv]",
            "2022-02-24T04:50:00.5+02:00[Europe/Kyiv]",
        ),
        ("2022-02-24", "2022-02-24T00:00Z"),
        (
            "2022-02-24T04:50+01:00[Europe/Kyiv]",
            "InvalidArgumentValue",
        ),
        ("2022-02-24T04:50[Europe/Kiew]", "InvalidArgumentValue"),
        ("2022-02-24T24:50", "InvalidArgumentValue"),
        ("2022-02-24T04:50+19:00", "InvalidArgumentValue"),
    ] {
        assert_eq!(read(Kind::DateTime, text), expected, "{text}");
    }
}

#[test]
fn clocks_that_jump_and_clocks_that_show_a_time_twice() {
    let night = "2022-03-27T03:30[Europe/Kyiv]";
    assert_eq!(
        read(Kind::DateTime, night),
        "2022-03-27T04:30+03:00[Europe/Kyiv]"
    );
    let twice = "2022-10-30T03:30[Europe/Kyiv]";
    assert_eq!(
        read(Kind::DateTime, twice),
        "2022-10-30T03:30+03:00[Europe/Kyiv]"
    );
    let second = "2022-10-30T03:30+02:00[Europe/Kyiv]";
    assert_eq!(read(Kind::DateTime, second), second);
    // A day is not always 24 hours.
    let before = at("2022-03-26T12:00[Europe/Kyiv]");
    assert_eq!(
        before.plus(&length("P1D")).unwrap().to_string(),
        "2022-03-27T12:00+03:00[Europe/Kyiv]"
    );
    assert_eq!(
        before.plus(&length("PT24H")).unwrap().to_string(),
        "2022-03-27T13:00+03:00[Europe/Kyiv]"
    );
}

#[test]
fn zones_have_rules_in_any_year() {
    let far = read(Kind::DateTime, "+20022-07-01T12:00[Europe/Kyiv]");
    assert_eq!(far, "+20022-07-01T12:00+03:00[Europe/Kyiv]");
    assert!(
        read(Kind::DateTime, "-999999999-01-01T12:00[Europe/Kyiv]")
            .ends_with("+02:02:04[Europe/Kyiv]")
    );
    assert_eq!(
        read(Kind::DateTime, "-999999999-01-01T00:00+01:00"),
        "-999999999-01-01T00:00+01:00"
    );
}

#[test]
fn durations_are_read_and_written() {
    for (text, expected) in [
        ("P1Y2M3DT4H5M6.7S", "P1Y2M3DT4H5M6.7S"),
        ("P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"),
        ("P0.75M", "P22DT19H51M49.5S"),
        ("-P1DT-0.5S", "P-1DT0.5S"),
        ("PT70S", "PT1M10S"),
        ("PT0.7S", "PT0.7S"),
        ("P1W", "P7D"),
        ("P0D", "PT0S"),
    ] {
        assert_eq!(length(text).to_string(), expected, "{text}");
    }
    for text in [
        "P",
        "PT",
        "P1",
        "1Y",
        "P1D2M",
        "PT1HT1M",
        "PT1ST1H",
        "P1X",
        "P99999999999999999999Y",
        "P9223372036854775807Y",
    ] {
        assert!(Duration::parse(text).is_err(), "{text}");
    }
}

#[test]
fn what_lies_between() {
    let between =
        |unit, from: &str, to: &str| between(unit, &at(from), &at(to)).unwrap().to_string();
    assert_eq!(
        between(Unit::All, "2022-02-24T04:50Z", "2023-03-25T04:49Z"),
        "P1Y1MT23H59M"
    );
    assert_eq!(
        between(Unit::All, "2023-03-25T04:49Z", "2022-02-24T04:50Z"),
        "P-1Y-1MT-23H-59M"
    );
    assert_eq!(
        between(Unit::Months, "2022-01-31T00:00Z", "2022-02-28T00:00Z"),
        "PT0S"
    );
    assert_eq!(
        between(Unit::Days, "2022-02-24T04:50Z", "2022-02-25T04:49Z"),
        "PT0S"
    );
    assert_eq!(
        between(Unit::Seconds, "2022-02-24T04:50+02:00", "2022-02-24T04:50Z"),
        "PT2H"
    );
}

#[test]
fn parts_of_other_points_in_time() {
    let day = Value::Temporal(Kind::Date.parse("2020-02-29").unwrap());
    let build = |kind: Kind, entries: &[(&'static str, Value)]| {
        kind.build(&map(entries), 0)
            .map_or_else(|error| error.message, |point| point.to_string())
    };
    assert_eq!(
        build(
            Kind::Date,
            &[("date", day.clone()), ("year", Value::Integer(2021))]
        ),
        "2021-02-28"
    );
    assert_eq!(
        build(
            Kind::Date,
            &[("year", Value::Integer(2021)), ("day", Value::Integer(1))]
        ),
        "day without month"
    );
    assert_eq!(
        build(
            Kind::Date,
            &[("year", Value::Integer(2021)), ("hour", Value::Integer(1))]
        ),
        "'hour' is no part of a date"
    );
    assert_eq!(
        build(Kind::LocalTime, &[("time", day.clone())]),
        "DATE has no time"
    );
    let second = [
        ("date", day.clone()),
        ("month", Value::Integer(12)),
        ("year", Value::Integer(2021)),
    ];
    assert_eq!(build(Kind::Date, &second), "2021-12-29");
    let epoch = [
        ("epochSeconds", Value::Integer(1_645_671_000)),
        ("timezone", Value::text("Europe/Kyiv")),
    ];
    assert_eq!(
        build(Kind::DateTime, &epoch),
        "2022-02-24T04:50+02:00[Europe/Kyiv]"
    );
    let huge = [
        ("year", Value::Integer(2021)),
        ("week", Value::Integer(i64::MAX)),
    ];
    assert!(build(Kind::Date, &huge).starts_with("there is no year 2021, week "));
}

#[test]
fn truncation() {
    let truncate = |kind: Kind, unit: &str, point: &str, entries: &[(&'static str, Value)]| {
        kind.truncate(unit, &at(point), &map(entries), 0)
            .map_or_else(|error| error.message, |point| point.to_string())
    };
    let point = "2022-02-24T04:50:01.123456789+02:00";
    assert_eq!(truncate(Kind::Date, "century", point, &[]), "2000-01-01");
    assert_eq!(truncate(Kind::Date, "weekYear", point, &[]), "2022-01-03");
    assert_eq!(
        truncate(
            Kind::Date,
            "week",
            point,
            &[("dayOfWeek", Value::Integer(2))]
        ),
        "2022-02-22"
    );
    assert_eq!(
        truncate(
            Kind::LocalDateTime,
            "quarter",
            point,
            &[("day", Value::Integer(2))]
        ),
        "2022-01-02T00:00"
    );
    assert_eq!(
        truncate(
            Kind::LocalTime,
            "millisecond",
            point,
            &[("nanosecond", Value::Integer(2))]
        ),
        "04:50:01.123000002"
    );
    assert_eq!(
        truncate(
            Kind::DateTime,
            "hour",
            point,
            &[("timezone", Value::text("Europe/Kyiv"))]
        ),
        "2022-02-24T04:00+02:00[Europe/Kyiv]"
    );
    assert_eq!(
        truncate(Kind::Date, "hour", point, &[]),
        "no date can be made of a ZONED DATETIME by the hour"
    );
    assert_eq!(
        truncate(Kind::Date, "fortnight", point, &[]),
        "'fortnight' is no unit"
    );
}

#[test]
fn order_is_by_instant_and_then_by_offset() {
    let (west, east) = (at("2022-02-24T02:50Z"), at("2022-02-24T04:50+02:00"));
    assert_eq!(west.compare(&east), Some(Ordering::Less));
    assert_ne!(west, east);
    assert_eq!(length("P1M").compare(&length("P31D")), None);
    assert!(length("P1M") < length("P31D"));
    assert_eq!(west.compare(&Temporal::LocalTime(Time::default())), None);
}

#[test]
fn nothing_overflows() {
    let most = length("P9223372036854775807DT9223372036854775807S");
    for factor in [
        Value::Integer(i64::MAX),
        Value::Float(1e300),
        Value::Float(f64::NAN),
    ] {
        assert!(most.times(&factor).is_err());
    }
    assert!(most.divided_by(&Value::Integer(0)).is_err());
    assert!(most.divided_by(&Value::Float(0.0)).is_err());
    assert!(most.plus(&most).is_err());
    let last = at("+999999999-12-31T23:59Z");
    assert!(last.plus(&length("PT1M")).is_err());
    assert!(last.plus(&most).is_err());
    assert!(Temporal::from_epoch(i64::MIN, 0).is_err());
    assert!(Temporal::from_epoch(i64::MAX, i64::MAX).is_err());
}
