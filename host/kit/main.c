/* calf-sim: the virtual kit as a program. */
#include <stdio.h>
#include <stdlib.h>

#include "host/kit/eeprom_image.h"
#include "host/kit/kit.h"
#include "host/kit/options.h"
#include "host/kit/server.h"

static int complain(const char *why)
{
    fprintf(stderr, "calf-sim: %s\n", why);
    return EXIT_FAILURE;
}

/* The EEPROM to start with; a file that does not exist yet is created at once, so that a wrong
 * path is found out now and not at the end. */
static bool prepare_eeprom(const struct options *options, uint8_t *image, char *error, size_t size)
{
    eeprom_blank(image);
    if (options->practised)
        eeprom_practised(image);
    return !options->eeprom_path || (eeprom_load(image, options->eeprom_path, error, size) &&
                                     eeprom_save(image, options->eeprom_path, error, size));
}

int main(int argc, char **argv)
{
    struct options options;
    static uint8_t eeprom[EEPROM_IMAGE_bytes];
    char why[2048];

    int code = options_parse(&options, argc, argv);
    if (code >= 0)
        return code;
    if (!prepare_eeprom(&options, eeprom, why, sizeof why))
        return complain(why);
    options.kit.eeprom = eeprom;

    struct kit *kit = kit_new(&options.kit, why, sizeof why);
    if (!kit)
        return complain(why);
    bool fine = true;
    for (unsigned i = 0; fine && i < options.fault_count; i++)
        fine = kit_inject(kit, options.faults[i], why, sizeof why);
    fine = fine && server_run(kit, &options, why, sizeof why);
    kit_free(kit);
    return fine ? EXIT_SUCCESS : complain(why);
}
