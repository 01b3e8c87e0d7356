//! The verb *ingest*: bytes become [`Article`](crate::text::Article)s.
