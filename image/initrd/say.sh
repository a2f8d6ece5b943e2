# Messages to whoever watches: the monitor and the serial line, whichever exists. Never a shell.
say() {
    for terminal in /dev/tty1 /dev/ttyS0; do
        [ -c $terminal ] && printf '%s\r\n' "$*" >$terminal 2>/dev/null
    done
    echo "<5>rigforge: $*" >/dev/kmsg 2>/dev/null
}

# stop TEXT: the end of a machine that cannot start; without it the kernel would fill the screen with addresses.
stop() {
    say "$*"
    while :; do sleep 3600; done
}
