# The service; its data are in the volume /var/lib/openhtc.
FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
# A separate layer, because the libraries change less often than the sources.
RUN ./mvnw -q -B -Psbom dependency:go-offline
COPY openapi.yaml LICENSE NOTICE ./
COPY src/main src/main
RUN ./mvnw -q -B package -Psbom -Dmaven.test.skip=true -Dspotless.check.skip=true \
 && java -Djarmode=tools -jar target/openhtc.jar extract --destination app

FROM eclipse-temurin:25.0.3_9-jre-noble
# PostgreSQL's initdb refuses to run as root, so the embedded default needs another user.
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/openhtc openhtc
COPY --from=build /build/app /opt/openhtc
USER openhtc
ENV OPENHTC_HOME=/var/lib/openhtc OPENHTC_PORT=8080 LC_ALL=C.UTF-8
VOLUME /var/lib/openhtc
WORKDIR /var/lib/openhtc
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$OPENHTC_PORT; printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3; grep -q '\"UP\"' <&3"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
  "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/openhtc/openhtc.jar"]
