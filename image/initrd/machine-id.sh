# machine_id SYS: 32 hex digits from what the board says of itself: the same at every start of a machine that remembers nothing. Boards
# that say nothing useful share one; nothing here depends on its being unique.
machine_id() {
    cat "$1/class/dmi/id/product_uuid" "$1/class/dmi/id/board_serial" 2>/dev/null | sha256sum | cut -c1-32
}
