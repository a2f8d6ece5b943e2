# machine_id SYS: 32 hex digits from what the board says of itself, the same at every start of a machine that remembers nothing. Empty
# where the board says nothing: systemd then makes one up.
machine_id() {
    facts=$(cat "$1/class/dmi/id/product_uuid" "$1/class/dmi/id/board_serial" 2>/dev/null)
    [ -z "$facts" ] || echo "$facts" | sha256sum | cut -c1-32
}
