//! Reading all of a tenant, table by table, as it was at one moment and in bounded memory.

use sqlx::AssertSqlSafe;

use crate::catalogue::{Export, Table};
use crate::{StoreError, TenantTx};

/// The rows of one table on their way out, behind the fence of the transaction that they are read in.
pub struct Rows<'a> {
    tx: &'a mut TenantTx,
    at_once: u32,
}

impl TenantTx {
    /// Begins to read a table of the catalogue; `None` where nothing of it leaves the house. Only one at a time.
    pub async fn rows(&mut self, table: &Table) -> Result<Option<Rows<'_>>, StoreError> {
        let Export::Rows { without, at_once } = table.export else { return Ok(None) };
        let (name, tenant) = (table.name, self.tenant());
        let without: Vec<String> = without.iter().map(|column| format!("'{column}'")).collect();
        // All names come from the catalogue in the code, and the id is no text.
        let query = format!(
            "declare leaving no scroll cursor for select (to_jsonb(t) - array[{}]::text[])::text from public.{name} t where t.tenant_id = '{tenant}'",
            without.join(", ")
        );
        sqlx::raw_sql(AssertSqlSafe(query)).execute(self.conn()).await?;
        Ok(Some(Rows { tx: self, at_once }))
    }
}

impl Rows<'_> {
    /// The next rows, each one JSON object in a line; none at the end, which also ends the reading.
    pub async fn next(&mut self) -> Result<Vec<String>, StoreError> {
        let query = format!("fetch forward {} from leaving", self.at_once);
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query)).persistent(false).fetch_all(self.tx.conn()).await?;
        if rows.is_empty() {
            sqlx::raw_sql("close leaving").execute(self.tx.conn()).await?;
        }
        Ok(rows)
    }
}
