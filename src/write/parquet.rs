//! Apache Parquet, Snappy-compressed. A column whose texts can be decimals is a DECIMAL, one whose texts can be days a
//! DATE; beside it stands `NAME_text` with the exact text, for nothing is lost where a text is neither.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::write::exact::{Decimal, days};
use crate::write::schema::{Kind, Table};
use crate::write::{BoxedWriter, Out, Style, TableWriter};

/// Digits of a DECIMAL.
const PRECISION: i32 = 38;
/// Of these, digits behind the point.
const SCALE: usize = 10;
/// Rows held in memory before they are written.
const ROWS: usize = 16_384;
/// Bytes of text held in memory before they are written.
const BYTES: usize = 32 << 20;

/// Begins a table.
///
/// # Errors
/// When the bytes cannot be written.
pub fn open(out: Out, table: &'static Table, style: &Style) -> io::Result<BoxedWriter> {
    let mut leaves = Vec::new();
    for (n, column) in table.columns.iter().enumerate() {
        let name = column.heading(style.headers);
        let mut add = |ending: &str, values: Values| {
            leaves.push(Leaf { column: n, name: format!("{name}{ending}"), values, levels: Vec::new() });
        };
        let text = |json: bool| Values::Text { json, values: Vec::new() };
        match column.kind {
            Kind::Text | Kind::Enum(_) => add("", text(false)),
            Kind::Values => add("", text(true)),
            Kind::Count => add("", Values::Whole(Vec::new())),
            Kind::Date => add("", Values::Day(Vec::new())),
            Kind::Decimal | Kind::Amount | Kind::Measure => add("", Values::Decimal(Vec::new())),
        }
        if column.kind == Kind::Measure {
            add("_date", Values::Day(Vec::new()));
        }
        if column.kind.is_decimal() || column.kind == Kind::Date {
            add("_text", text(false));
        }
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("ingest ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let schema = schema(table, &leaves).map_err(cause)?;
    let file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(cause)?;
    Ok(Box::new(ParquetWriter { file: Some(file), leaves, rows: 0, bytes: 0 }))
}

/// A column of the file.
struct Leaf {
    /// The place of the table's column that it is made from.
    column: usize,
    name: String,
    values: Values,
    /// For each row 1 where there is a value, 0 where there is none.
    levels: Vec<i16>,
}

/// The values that rows have; rows without one leave no trace here.
enum Values {
    Text { json: bool, values: Vec<ByteArray> },
    Whole(Vec<i64>),
    Decimal(Vec<FixedLenByteArray>),
    Day(Vec<i32>),
}

struct ParquetWriter {
    file: Option<SerializedFileWriter<Out>>,
    leaves: Vec<Leaf>,
    /// Rows held.
    rows: usize,
    /// Bytes of text held.
    bytes: usize,
}

impl TableWriter for ParquetWriter {
    fn row(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()> {
        for leaf in &mut self.leaves {
            let cell = cells.get(leaf.column).map_or("", |cell| cell);
            let some = !cell.is_empty() && leaf.values.push(cell);
            leaf.levels.push(i16::from(some));
            self.bytes += cell.len();
        }
        self.rows += 1;
        if self.rows >= ROWS || self.bytes >= BYTES { self.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        let file = self.file.take();
        file.map_or(Ok(()), |file| file.close().map(drop).map_err(cause))
    }
}

impl ParquetWriter {
    fn flush(&mut self) -> io::Result<()> {
        let Some(file) = self.file.as_mut().filter(|_| self.rows > 0) else { return Ok(()) };
        let mut group = file.next_row_group().map_err(cause)?;
        for leaf in &mut self.leaves {
            leaf.write(&mut group).map_err(cause)?;
        }
        group.close().map_err(cause)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl Leaf {
    fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, Out>) -> Result<(), ParquetError> {
        match &mut self.values {
            Values::Text { values, .. } => column::<ByteArrayType>(group, values, &self.levels)?,
            Values::Whole(values) => column::<Int64Type>(group, values, &self.levels)?,
            Values::Decimal(values) => column::<FixedLenByteArrayType>(group, values, &self.levels)?,
            Values::Day(values) => column::<Int32Type>(group, values, &self.levels)?,
        }
        self.levels.clear();
        Ok(())
    }

    fn field(&self) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match &self.values {
            Values::Text { json: false, .. } => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Values::Text { json: true, .. } => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
            Values::Whole(_) => (Physical::INT64, None),
            Values::Decimal(_) => (Physical::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::decimal(SCALE as i32, PRECISION))),
            Values::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
        };
        let mut field = Type::primitive_type_builder(&self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        if physical == Physical::FIXED_LEN_BYTE_ARRAY {
            field = field.with_length(16).with_precision(PRECISION).with_scale(SCALE as i32);
        }
        Ok(Arc::new(field.build()?))
    }
}

/// Writes a column's values and lets go of them.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Out>,
    values: &mut Vec<T::T>,
    levels: &[i16],
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the file has fewer columns than the table".to_owned()));
    };
    column.typed::<T>().write_batch(values, Some(levels), None)?;
    values.clear();
    column.close()
}

impl Values {
    /// Takes a text's value, if it has one of this type.
    fn push(&mut self, cell: &str) -> bool {
        match self {
            Self::Text { values, .. } => {
                values.push(ByteArray::from(cell.as_bytes().to_vec()));
                true
            }
            Self::Whole(values) => kept(values, cell.parse().ok()),
            Self::Decimal(values) => {
                let number = Decimal::of(cell).and_then(|decimal| decimal.scaled(SCALE));
                kept(values, number.map(|number| ByteArray::from(number.to_be_bytes().to_vec()).into()))
            }
            Self::Day(values) => kept(values, days(cell)),
        }
    }
}

fn kept<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let before = values.len();
    values.extend(value);
    values.len() > before
}

fn schema(table: &Table, leaves: &[Leaf]) -> Result<TypePtr, ParquetError> {
    let fields = leaves.iter().map(Leaf::field).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?))
}

fn cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}
