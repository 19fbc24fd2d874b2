//! Comma-separated values (RFC 4180) that a spreadsheet may open.

/// One record: cells with commas, quotes or line breaks are quoted. A cell that a spreadsheet would take for a formula gets
/// an apostrophe before it, so that what someone typed somewhere is never run on someone else's desk.
#[must_use]
pub fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let quoted = cell.contains(['"', ',', '\r', '\n']);
        if quoted {
            line.push('"');
        }
        if formula {
            line.push('\'');
        }
        line.push_str(&cell.replace('"', "\"\""));
        if quoted {
            line.push('"');
        }
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(record(["a", "", "b c", "ä;"]), "a,,b c,ä;\r\n");
        assert_eq!(record(["a,b", "say \"x\"", "two\r\nlines"]), "\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\"\r\n");
    }

    #[test]
    fn formulas_are_defused() {
        assert_eq!(record(["=1+1", "+1", "-1", "@x", "\tx", "a=b"]), "'=1+1,'+1,'-1,'@x,'\tx,a=b\r\n");
        assert_eq!(record(["=HYPERLINK(\"http://x\",\"y\")"]), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
        assert_eq!(record(["\r=x"]), "\"'\r=x\"\r\n");
    }
}
