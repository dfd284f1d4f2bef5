"""A commune's household list: from Excel rows to checked entries, to a plan against the register, to stored rows."""
