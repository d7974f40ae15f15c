// Makes calls of functions out of inline PTX: an instruction is the function whose name is the opcode with underscores, its
// operands are the arguments in their order, be they in braces or in brackets. host_ptx.h has the functions; for any other
// instruction there is none, and the kernel does not compile. A declaration of registers declares variables where it stands.
#pragma once
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MOST_OPERANDS = 32, OPERAND_BYTES = 1024 };

// The end of a text in quotes, from behind the first quote.
static const char* end_of_text(const char* at)
{
    while (*at != '"')
        at += *at == '\\' ? 2 : 1;
    return at;
}

// The end of an expression, from behind its opening parenthesis.
static const char* end_of_expression(const char* at)
{
    for (int depth = 1;; at++)
    {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0)
            return at;
    }
}

// ".reg .f32 sum<64>" declares sum0 to sum63, ".reg .pred keep" keep. Without values: jumps may pass declarations.
static void write_declaration(FILE* file, const char* text, size_t length)
{
    char declaration[256], type[16] = "", name[64] = "";
    int count = 0;
    snprintf(declaration, sizeof declaration, "%.*s", (int)length, text);
    int parts = sscanf(declaration, ".reg .%15s %63[a-z]<%d>", type, name, &count);
    const char* c_type = strcmp(type, "f32") == 0 ? "float" : strcmp(type, "pred") == 0 ? "bool" : "no_register";
    for (int index = 0; index < (parts == 3 ? count : 1); index++)
        parts == 3 ? fprintf(file, "%s %s%d; ", c_type, name, index) : fprintf(file, "%s %s; ", c_type, name);
}

static void write_instruction(FILE* file, const char* text, size_t length, char operands[][OPERAND_BYTES])
{
    const char* end = text + length;
    const char* separator = " ptx_";
    for (; text < end && !isspace(*text); text++)
    {
        fputs(separator, file);
        fputc(isalnum(*text) ? *text : '_', file);
        separator = "";
    }
    fputc('(', file);
    separator = "";
    while (text < end)
    {
        if (text + 1 < end && text[0] == '%' && text[1] == '%')
        {
            // A special register is a function without arguments.
            fprintf(file, "%sptx_", separator);
            for (text += 2; text < end && isalnum(*text); text++)
                fputc(*text, file);
            fputs("()", file);
            separator = ", ";
        }
        else if (*text == '%')
        {
            int number = 0;
            for (text++; text < end && isdigit(*text); text++)
                number = number * 10 + *text - '0';
            fprintf(file, "%s%s", separator, operands[number]);
            separator = ", ";
            if (text < end && *text == '+')
                for (; text < end && *text != ']'; text++)
                    fputc(*text, file);
        }
        else if (isalpha(*text))
        {
            // A declared register.
            fputs(separator, file);
            for (; text < end && isalnum(*text); text++)
                fputc(*text, file);
            separator = ", ";
        }
        else if (text + 10 <= end && strncmp(text, "0f", 2) == 0)
        {
            fprintf(file, "%sfake_bits<float>(0x%.8s)", separator, text + 2);
            text += 10;
            separator = ", ";
        }
        else if (isdigit(*text))
        {
            fputs(separator, file);
            for (; text < end && isdigit(*text); text++)
                fputc(*text, file);
            separator = ", ";
        }
        else
            text++;
    }
    fputs(");", file);
}

// Writes a statement of PTX as calls; the source is that behind "asm volatile(". Returns what follows the statement.
static const char* write_assembly(FILE* file, const char* source)
{
    static char operands[MOST_OPERANDS][OPERAND_BYTES];
    const char *text = source + 1, *text_end = end_of_text(text);
    const char *end = end_of_expression(source), *at = text_end + 1;
    int count = 0;
    for (; at < end; at++)
    {
        if (*at != '"')
            continue;
        // "=r"(expression), or "memory" at the end.
        at = end_of_text(at + 1) + 1;
        if (*at != '(')
            continue;
        const char* last = end_of_expression(at + 1);
        snprintf(operands[count++], OPERAND_BYTES, "%.*s", (int)(last - at + 1), at);
        at = last;
    }
    // What a text declares is there for all that follow, too.
    const char* declares = strstr(text, ".reg");
    int is_block = declares == NULL || declares >= text_end;
    fputs(is_block ? "{" : "", file);
    for (const char* first = text; first < text_end;)
    {
        const char* last = memchr(first, ';', text_end - first);
        last = last == NULL ? text_end : last;
        while (first < last && (isspace(*first) || (*first == '\\' && first[1] == 'n' && first++)))
            first++;
        if (first < last && strncmp(first, ".reg", 4) == 0)
            write_declaration(file, first, last - first);
        else if (first < last)
            write_instruction(file, first, last - first, operands);
        first = last + 1;
    }
    fputs(is_block ? " }" : "", file);
    return end + 1;
}
