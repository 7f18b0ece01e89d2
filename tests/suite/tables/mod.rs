//! Parquet tables: read as they were written, by every command, and refused where they are damaged.

#[cfg(feature = "parquet")]
mod hostile;
#[cfg(feature = "parquet")]
mod round_trip;
#[cfg(feature = "parquet")]
mod verbs;
#[cfg(not(feature = "parquet"))]
mod without;
