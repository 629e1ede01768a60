"""Records that are text and no table: banks' and agencies' files, segments, messages, labels above values."""
