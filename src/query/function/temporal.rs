//! Functions of dates, times and durations. The forms that ask for the current time take it from
//! the [`Context`].

use super::super::error::Result;
use super::super::temporal::{Duration, Kind, Temporal, Unit, Zone, between};
use super::super::value::Value;
use super::Body::{Clock, Impure, Strict};
use super::{Context, Function, integer, mistyped, row, text};
use std::collections::BTreeMap;

/// The functions of one type.
macro_rules! of_kind {
    ($name:literal, $kind:expr) => {
        &[
            row($name, 0, 1, Clock(|a, c| create($kind, a, c))),
            row(
                concat!($name, ".truncate"),
                2,
                3,
                Strict(|a, c| truncate($kind, a, c)),
            ),
            row(
                concat!($name, ".transaction"),
                0,
                1,
                Impure(|a, c| current($kind, a.first(), c)),
            ),
            row(
                concat!($name, ".statement"),
                0,
                1,
                Impure(|a, c| current($kind, a.first(), c)),
            ),
            row(
                concat!($name, ".realtime"),
                0,
                1,
                Impure(|a, c| current($kind, a.first(), c)),
            ),
        ]
    };
}

pub(super) const DATE: &[Function] = of_kind!("date", Kind::Date);
pub(super) const TIME: &[Function] = of_kind!("time", Kind::Time);
pub(super) const LOCAL_TIME: &[Function] = of_kind!("localtime", Kind::LocalTime);
pub(super) const DATE_TIME: &[Function] = of_kind!("datetime", Kind::DateTime);
pub(super) const LOCAL_DATE_TIME: &[Function] = of_kind!("localdatetime", Kind::LocalDateTime);

pub(super) const TABLE: &[Function] = &[
    row(
        "datetime.fromepoch",
        2,
        2,
        Strict(|a, _| Temporal::from_epoch(integer(&a[0])?, integer(&a[1])?).map(Value::Temporal)),
    ),
    row(
        "datetime.fromepochmillis",
        1,
        1,
        Strict(|a, _| {
            let millis = integer(&a[0])?;
            Temporal::from_epoch(millis.div_euclid(1000), millis.rem_euclid(1000) * 1_000_000)
                .map(Value::Temporal)
        }),
    ),
    row(
        "timestamp",
        0,
        0,
        Impure(|_, context| {
            let now = context.now()?;
            Ok(Value::Integer(
                now.seconds * 1000 + i64::from(now.nanoseconds) / 1_000_000,
            ))
        }),
    ),
    row("duration", 1, 1, Strict(duration)),
    row(
        "duration.between",
        2,
        2,
        Strict(|a, _| difference(Unit::All, a)),
    ),
    row(
        "duration.inMonths",
        2,
        2,
        Strict(|a, _| difference(Unit::Months, a)),
    ),
    row(
        "duration.inDays",
        2,
        2,
        Strict(|a, _| difference(Unit::Days, a)),
    ),
    row(
        "duration.inSeconds",
        2,
        2,
        Strict(|a, _| difference(Unit::Seconds, a)),
    ),
];

/// A point in time of text, of parts or of another; the current one where nothing is given, or
/// nothing but a zone.
fn create<'g>(kind: Kind, arguments: &[Value<'g>], context: &Context) -> Result<Value<'g>> {
    Ok(Value::Temporal(match arguments.first() {
        Some(Value::String(text)) => kind.parse(text)?,
        Some(Value::Temporal(other)) => kind.project(other)?,
        Some(Value::Map(map)) => match map.get("timezone") {
            Some(zone) if map.len() == 1 => return current(kind, Some(zone), context),
            _ if map.values().any(Value::is_null) => return Ok(Value::Null),
            _ => kind.build(map, seconds(context))?,
        },
        Some(other) => return Err(mistyped("STRING, MAP or a point in time", other)),
        None => return current(kind, None, context),
    }))
}

/// The current time in a zone, or in Greenwich.
fn current<'g>(kind: Kind, zone: Option<&Value<'g>>, context: &Context) -> Result<Value<'g>> {
    let zone = match zone {
        Some(zone) => Zone::parse(text(zone)?)?,
        None => Zone::UTC,
    };
    kind.at(context.now()?, &zone).map(Value::Temporal)
}

/// When to ask for the offset of a zone where no date says when.
fn seconds(context: &Context) -> i64 {
    context.now.map_or(0, |now| now.seconds)
}

fn truncate<'g>(kind: Kind, arguments: &[Value<'g>], context: &Context) -> Result<Value<'g>> {
    let nothing = BTreeMap::new();
    let fields = match arguments.get(2) {
        Some(Value::Map(fields)) => &**fields,
        Some(other) => return Err(mistyped("MAP", other)),
        None => &nothing,
    };
    let truncated = kind.truncate(
        text(&arguments[0])?,
        point(&arguments[1])?,
        fields,
        seconds(context),
    )?;
    Ok(Value::Temporal(truncated))
}

fn point<'a>(value: &'a Value) -> Result<&'a Temporal> {
    match value {
        Value::Temporal(point) if !matches!(point, Temporal::Duration(_)) => Ok(point),
        other => Err(mistyped("a point in time", other)),
    }
}

fn duration<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    let duration = match &arguments[0] {
        Value::String(text) => Duration::parse(text)?,
        Value::Map(map) if map.values().any(Value::is_null) => return Ok(Value::Null),
        Value::Map(map) => Duration::build(map)?,
        Value::Temporal(same @ Temporal::Duration(_)) => return Ok(Value::Temporal(same.clone())),
        other => return Err(mistyped("STRING or MAP", other)),
    };
    Ok(Value::Temporal(duration.into()))
}

fn difference<'g>(unit: Unit, arguments: &[Value<'g>]) -> Result<Value<'g>> {
    between(unit, point(&arguments[0])?, point(&arguments[1])?).map(Value::Temporal)
}
