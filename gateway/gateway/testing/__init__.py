"""Parts for tests of the gateway: services that answer what they are told to."""
