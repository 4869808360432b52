#include "host/calf/faults.h"

#include "host/calf/say.h"
#include "host/calf/vocabulary.h"
#include "protocol/faults.h"

void faults_say(uint32_t faults)
{
    for (unsigned number = 0; number < FAULT_END; number++)
        if (faults & FAULT_BIT(number))
            say("F%02u %s: %s; %s", number, fault_title(number), fault_meaning(number),
                fault_remedy(number));
}

void faults_print(FILE *out, int indent, uint32_t faults)
{
    for (unsigned number = 0; number < FAULT_END; number++)
        if (faults & FAULT_BIT(number))
            fprintf(out, "%*sF%02u %s: %s\n%*s    %s\n", indent, "", number, fault_title(number),
                    fault_meaning(number), indent, "", fault_remedy(number));
}
