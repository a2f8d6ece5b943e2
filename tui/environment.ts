/** With `CI` set, Ink and chalk take the terminal for a log file: no colours, and no frame before the end. */
delete process.env['CI'];
