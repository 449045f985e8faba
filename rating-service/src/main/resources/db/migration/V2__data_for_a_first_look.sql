-- Data that makes a first look worth while: the same rows everywhere. Inserts nothing where pullway.rating.seed
-- is false, and nothing beside data that is there.
DO $$
BEGIN
    IF NOT '${seed}'::boolean OR EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM services) THEN
        RETURN;
    END IF;

    INSERT INTO users (first_name, last_name) VALUES
        ('Anna', 'Lindqvist'), ('Mateo', 'García'), ('Chidi', 'Okafor'), ('Yuki', 'Tanaka'),
        ('Fatima', 'Haddad'), ('Liam', 'O''Brien'), ('Priya', 'Sharma'), ('Wei', 'Zhang'), ('Sofia', 'Rossi'),
        ('Jonas', 'Weber'), ('Ngozi', 'Adeyemi'), ('Lucía', 'Fernández'), ('Minh', 'Nguyễn'),
        ('Elif', 'Yılmaz'), ('Piotr', 'Kowalski'), ('Aroha', 'Ngata'), ('Thomas', 'Müller'),
        ('Camille', 'Dubois'), ('Ravi', 'Iyer'), ('Hana', 'Kim'), ('Kwame', 'Mensah'), ('Ingrid', 'Bjørnstad'),
        ('João', 'Silva'), ('Olena', 'Shevchenko'), ('Aisha', 'Rahman'), ('Daniel', 'Cohen'),
        ('Siiri', 'Mäkinen'), ('Marta', 'Nowak'), ('Carlos', 'Mendoza'), ('Emily', 'Clarke'),
        ('Takeshi', 'Yamamoto'), ('Leila', 'Ahmadi'), ('Björn', 'Sigurðsson'), ('Nkechi', 'Eze'),
        ('Arjun', 'Patel'), ('Giulia', 'Bianchi'), ('Mohammed', 'El Fassi'), ('Katarína', 'Horváthová'),
        ('Sebastián', 'Rojas'), ('Grace', 'Wanjiru'), ('Ethan', 'Walker'), ('Thandiwe', 'Dlamini'),
        ('Dmitri', 'Volkov'), ('Mei', 'Lin'), ('Noor', 'Jansen'), ('Amélie', 'Laurent'),
        ('Tomás', 'Ó Súilleabháin'), ('Zeynep', 'Kaya'), ('Samuel', 'Osei'), ('Isabela', 'Costa'),
        ('Lukas', 'Schneider'), ('Haruka', 'Sato'), ('Malia', 'Kealoha'), ('Ivana', 'Petrović'),
        ('Pedro', 'Almeida'), ('Rania', 'Khoury'), ('Oliver', 'Smith'), ('Anjali', 'Nair'),
        ('Jin-woo', 'Park'), ('Freya', 'Andersen'), ('Kofi', 'Boateng'), ('Valentina', 'Torres'),
        ('Đorđe', 'Jovanović'), ('Lin', 'Huang'), ('Eszter', 'Nagy'), ('Youssef', 'Benali'),
        ('Charlotte', 'Dupont'), ('Mikael', 'Virtanen'), ('Shreya', 'Gupta'), ('Diego', 'Herrera'),
        ('Amara', 'Nwosu'), ('Agnieszka', 'Wójcik'), ('Rasmus', 'Pedersen'), ('Thị Hoa', 'Trần'),
        ('Nikos', 'Papadopoulos'), ('Chloé', 'Moreau'), ('Hiroshi', 'Nakamura'), ('Sinéad', 'Murphy'),
        ('Bilal', 'Hussain'), ('Elena', 'Popescu'), ('Jakub', 'Dvořák'), ('Wanjiku', 'Kamau'),
        ('Marie-Claire', 'Tremblay'), ('Ahmet', 'Demir'), ('Gabriela', 'Santos'), ('Noah', 'Fischer'),
        ('Sunita', 'Rao'), ('Tuomas', 'Korhonen'), ('Ximena', 'Vargas'), ('Jack', 'Thompson'),
        ('Oluwaseun', 'Bello'), ('Mirjam', 'de Vries'), ('Łukasz', 'Zieliński'), ('Yasmin', 'Farouk'),
        ('Andrés', 'Castillo'), ('Astrid', 'Holm'), ('Kenji', 'Watanabe'), ('Salome', 'Gelashvili'),
        ('Vikram', 'Singh'), ('Beatriz', 'Oliveira'), ('Tariq', 'Aziz'), ('Hannah', 'Becker'),
        ('Nomvula', 'Khumalo'), ('Stefan', 'Ionescu'), ('Mina', 'Choi'), ('Callum', 'MacLeod'),
        ('Anahit', 'Petrosyan'), ('Farhan', 'Malik'), ('Renata', 'Kovač'), ('Antoine', 'Girard'),
        ('Zanele', 'Mokoena'), ('Ruth', 'Goldberg'), ('Emre', 'Şahin'), ('Ailbhe', 'Ní Cheallaigh'),
        ('Bogdan', 'Marinescu'), ('Linh', 'Phạm'), ('Teresa', 'Esposito'), ('Viktor', 'Nilsson'),
        ('Huda', 'Al-Sayed'), ('George', 'Wright');

    INSERT INTO services (name, description) VALUES
        ('Parcel tracking', 'Where a parcel is, and when it will arrive.'),
        ('Same-day delivery', 'Ordered before noon, at the door in the evening.'),
        ('Returns pickup', 'A driver collects what does not fit; the label comes along.'),
        ('Gift wrapping', 'Paper, ribbon and a handwritten card.'),
        ('Customer support chat', 'Answers from people, seven days a week.'),
        ('Express checkout', 'One page from the basket to the order.'),
        ('Store locator', 'The nearest shop with opening hours and directions.'),
        ('Order history', 'Every order of the last ten years, with its invoices.'),
        ('Newsletter', 'Offers and news, once a week.'),
        ('Mobile app', 'The whole shop on a phone, also without a connection.'),
        ('Product search', 'Finds it although the word is misspelt.'),
        ('Size adviser', 'Recommends a size from three measurements.'),
        ('Installation service', 'Delivers the washing machine, connects it and takes the old one.'),
        ('Repair booking', 'An appointment with a technician within two days.'),
        ('Loyalty points', 'A point for each unit of currency, a voucher for each hundred points.'),
        ('Subscription box', 'Coffee, razors or pet food at an interval that you choose.'),
        ('Click and collect', 'Reserved in two hours, kept for three days.'),
        ('Price alert', 'A message when the price falls below a limit.'),
        ('Warranty registration', NULL),
        ('Bike courier', 'Small parcels inside the city, without a van.'),
        ('Furniture assembly', 'Two people, their own tools, no screws left over.'),
        ('Live video consultation', 'See the product in the hands of somebody who knows it.'),
        ('Invoice payment', 'Pay thirty days after delivery.'),
        ('Recycling drop-off', NULL);

    -- 600 of the 2,880 pairs. Chance comes from md5, which is the same in every version of PostgreSQL; more good
    -- scores than bad ones, and services that are liked more than others.
    INSERT INTO ratings (user_id, service_id, score)
    SELECT user_id, service_id,
           CASE WHEN luck < 8 THEN 1 WHEN luck < 18 THEN 2 WHEN luck < 38 THEN 3 WHEN luck < 70 THEN 4 ELSE 5 END
    FROM (
        SELECT users.id AS user_id,
               services.id AS service_id,
               ('x' || left(md5('service ' || services.id), 8))::bit(32)::bigint % 40 - 20
                   + ('x' || left(md5('score ' || users.id || ' ' || services.id), 8))::bit(32)::bigint % 100 AS luck
        FROM users CROSS JOIN services
    ) AS pairs
    ORDER BY md5('pair ' || user_id || ' ' || service_id)
    LIMIT 600;
END
$$;
