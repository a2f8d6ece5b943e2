# Finds the root file system by the build's own identifier (written into its superblock and into root.id), on whatever disk it is:
# the boot loader does not say which one it came from. The hash decides; USB only comes first.

# root.id: uuid, size (bytes, whole megabytes), pieces (the SHA-256 of each piece, in order)
piece_megabytes=${piece_megabytes:-8}

# Seconds a slow stick has before a copy of the image on another kind of disk is used instead.
patience=${patience:-5}

# copy_root_to FILE: copies the first candidate whose hash is right, for as long as it takes. Sets `disk` to the kernel name of the disk it came from.
copy_root_to() {
    waited=0
    rejected=
    while :; do
        for partition in $(candidates /sys/class/block /dev "$uuid"); do
            case " $rejected " in *" $partition "*) continue ;; esac
            [ "$(transport /sys/class/block "$partition")" = usb ] || [ "$waited" -ge $((patience * 2)) ] || continue
            disk=$(disk_of /sys/class/block "$partition")
            say "RigForge: copying the system from $disk to memory ..."
            if copy_and_check "/dev/$partition" "$1"; then
                # Nothing of the stick stays in memory beside the copy.
                blockdev --flushbufs "/dev/$disk"
                say "RigForge: starting"
                return 0
            fi
            say "RigForge: the copy of the system on $disk is damaged; looking for another one. If there is none: write the image to the stick again."
            rejected="$rejected $partition"
        done
        waited=$((waited + 1))
        if [ $((waited % 40)) -eq 0 ]; then
            say "RigForge: still looking for the stick this machine was started from. Take it out and put it back, or try another socket."
            # A stick that was put back deserves another try.
            rejected=
        fi
        sleep 0.5
    done
}

# copy_and_check DEVICE FILE: status 0 if every piece of the copy has its hash of root.id. A piece is hashed while later ones are
# still being read, on every core the machine has.
copy_and_check() {
    rm -rf "$2" "$2.checked"
    mkdir "$2.checked"
    piece=0
    for hash in $pieces; do
        copy_piece "$1" "$2" $piece "conv=notrunc" || return 1
        check_piece "$2" $piece "$hash" &
        piece=$((piece + 1))
    done
    wait
    [ "$(ls "$2.checked" | wc -l)" -eq $piece ]
}

# copy_piece FROM TO NUMBER OPTION
copy_piece() {
    left=$((size / 1048576 - $3 * piece_megabytes))
    [ $left -le $piece_megabytes ] || left=$piece_megabytes
    dd if="$1" of="$2" bs=1M count=$left skip=$(($3 * piece_megabytes)) seek=$(($3 * piece_megabytes)) "$4" 2>/dev/null
}

check_piece() {
    found=$(dd if="$1" bs=1M skip=$(($2 * piece_megabytes)) count=$piece_megabytes 2>/dev/null | sha256sum)
    [ "$found" = "$3  -" ] && : >"$1.checked/$2"
}

# candidates SYS_BLOCK DEV UUID: names of block devices whose erofs superblock has this identifier, those on USB first.
candidates() {
    for wanted in usb other; do
        for path in "$1"/*; do
            name=${path##*/}
            case $name in loop* | ram* | zram* | sr* | fd* | dm-* | md* | '*') continue ;; esac
            [ "$(transport "$1" "$name")" = $wanted ] || continue
            [ "$(superblock_uuid "$2/$name")" = "$3" ] && echo "$name"
        done
    done
    return 0
}

# superblock_uuid DEVICE: 32 hex digits. The erofs superblock starts at byte 1024, its identifier 48 bytes further.
superblock_uuid() {
    dd if="$1" bs=16 skip=67 count=1 2>/dev/null | hexdump -v -e '1/1 "%02x"'
}

# transport SYS_BLOCK NAME: usb or other, by where the kernel hangs the device in its tree.
transport() {
    case $(readlink -f "$1/$2") in */usb[0-9]*/*) echo usb ;; *) echo other ;; esac
}

# disk_of SYS_BLOCK NAME: the whole disk a partition is on; the name itself if it is no partition.
disk_of() {
    if [ -e "$1/$2/partition" ]; then basename "$(dirname "$(readlink -f "$1/$2")")"; else echo "$2"; fi
}
