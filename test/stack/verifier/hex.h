/* Hexadecimal text to bytes and back, for both verifiers. */
#ifndef RIGFORGE_HEX_H
#define RIGFORGE_HEX_H

#include <stdio.h>
#include <string.h>

static inline int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return -1;
}

/* Returns the number of bytes read, or -1 where the text is not that. */
static inline int from_hex(const char *text, unsigned char *bytes, int room)
{
    size_t length = strlen(text);
    if (length % 2 != 0 || length / 2 > (size_t)room) {
        return -1;
    }
    for (size_t i = 0; i < length / 2; i++) {
        int high = hex_digit(text[2 * i]);
        int low = hex_digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return -1;
        }
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return (int)(length / 2);
}

static inline void print_hex(const unsigned char *bytes, int size)
{
    for (int i = 0; i < size; i++) {
        printf("%02x", bytes[i]);
    }
}

#endif
