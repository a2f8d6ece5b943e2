# Huge pages of 1 GB are asked for on the kernel command line, when memory is still whole. XMRig's dataset needs three of them
# on each NUMA node; fewer are of no use to it and starve a small machine, so those go back before the root is copied.

pages_per_dataset=3

# settle_huge_pages SYS ROOT_BYTES
settle_huge_pages() {
    for node in "$1"/devices/system/node/node[0-9]*; do
        pages=$node/hugepages/hugepages-1048576kB/nr_hugepages
        [ -f "$pages" ] || continue
        # Memory is still almost untouched: a node that lacks a page or two may get them now. More than three are never kept.
        if [ "$(node_can_spare "$node" "$2")" = yes ]; then
            [ "$(cat "$pages")" -eq $pages_per_dataset ] || echo $pages_per_dataset >"$pages" 2>/dev/null
            [ "$(cat "$pages")" -ge $pages_per_dataset ] && continue
        fi
        [ "$(cat "$pages")" -eq 0 ] || echo 0 >"$pages" 2>/dev/null
    done
    return 0
}

# node_can_spare NODE ROOT_BYTES: yes where the node keeps 1 GB and the copied root beside three huge pages.
node_can_spare() {
    kilobytes=$(awk '/MemTotal:/ { print $(NF - 1) }' "$1/meminfo")
    if [ "$kilobytes" -ge $(((pages_per_dataset + 1) * 1048576 + $2 / 1024)) ]; then echo yes; else echo no; fi
}
