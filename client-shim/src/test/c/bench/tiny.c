/* The smallest tool: what it costs is what it costs to start any program. */
int main(void)
{
    return 0;
}
