#include "schematics/guide/places.h"

#include <stdio.h>
#include <string.h>

bool places_read(const char *path, struct places *places)
{
    char line[512];
    FILE *file = fopen(path, "r");
    places->count = 0;
    if (!file) {
        fprintf(stderr, "%s: cannot open it\n", path);
        return false;
    }
    while (fgets(line, sizeof line, file) && places->count < PLACES_max) {
        struct place *place = &places->place[places->count];
        if (sscanf(line, "\"%11[^\"]\",\"%*[^\"]\",\"%*[^\"]\",%lf,%lf", place->reference,
                   &place->x_mm, &place->y_mm) == 3)
            places->count++;
    }
    fclose(file);
    if (places->count > 0)
        return true;
    fprintf(stderr, "%s: no places in it\n", path);
    return false;
}

const struct place *places_of(const struct places *places, const char *reference)
{
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->place[i].reference, reference) == 0)
            return &places->place[i];
    return NULL;
}
